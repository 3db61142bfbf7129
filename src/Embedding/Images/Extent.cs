using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Images;

/// <summary>The rectangle that a picture covers, in pixels of its buffer and fractions of them; may pass the last pixel.</summary>
/// <remarks>
/// 2659 pixels shrunk by two are 1329.5, of which 1329 are kept. Taking those for the whole would stretch the picture by
/// 0.04 %, which is the largest error of decoding small, and is seen in the vectors.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Extent(double Left, double Top, double Width, double Height)
{
    /// <summary>The same part once <see cref="Turning.Upright"/> turned the buffer of these sides.</summary>
    public Extent Upright(int width, int height, int orientation)
    {
        // Only the right and lower edges of a stored picture are fractional; turning moves them.
        var left = orientation is 2 or 3 or 7 or 8 ? width - Width : Left;
        var top = orientation is 3 or 4 or 6 or 7 ? height - Height : Top;
        return orientation >= 5 ? new Extent(top, left, Height, Width) : new Extent(left, top, Width, Height);
    }
}
