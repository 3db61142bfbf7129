using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Images;

/// <summary>Width * Height * 3 bytes, and the part of them that the picture covers.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RgbPixels(int Width, int Height, byte[] Bytes, Extent Extent);
