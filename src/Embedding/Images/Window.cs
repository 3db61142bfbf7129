using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Images;

/// <summary>A rectangle of pixels inside a picture.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Window(int Left, int Top, int Width, int Height);
