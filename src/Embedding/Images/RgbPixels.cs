using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Images;

/// <summary>Width * Height * 3 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RgbPixels(int Width, int Height, byte[] Bytes);
