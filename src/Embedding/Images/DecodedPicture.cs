namespace Photoseek.Embedding.Images;

/// <summary>Upright sRGB pixels: <c>Width * Height * 3</c> bytes, rows from the top, no padding.</summary>
/// <remarks>May be smaller than the file says: see <see cref="PictureDecoder.Decode"/>.</remarks>
public sealed class DecodedPicture(PictureHeader header, int width, int height, byte[] pixels)
{
    /// <summary>What the file's header says; its sides are those of the whole picture.</summary>
    public PictureHeader Header { get; } = header;

    /// <summary>Pixels across in this buffer.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels down in this buffer.</summary>
    public int Height { get; } = height;

    /// <summary>Where the whole picture lies in the buffer: exactly on it but for fractions of a pixel.</summary>
    internal Extent Extent { get; init; } = new(0, 0, width, height);

    /// <summary>R, G, B of each pixel.</summary>
    public ReadOnlySpan<byte> Pixels => pixels.AsSpan(0, Width * Height * 3);
}
