namespace Photoseek.Embedding.Images;

/// <summary>Turns a file's bytes into upright sRGB pixels, and pixels into thumbnails. Thread-safe.</summary>
public sealed class PictureDecoder(PictureLimits limits)
{
    /// <summary>What is let in.</summary>
    public PictureLimits Limits { get; } = limits;

    /// <summary>Reads the header and holds it against the limits, without decoding.</summary>
    /// <exception cref="PictureRefusedException">The picture cannot be used; says why.</exception>
    public PictureHeader Inspect(ReadOnlySpan<byte> file) => throw new NotSupportedException();

    /// <summary>Decodes, shrinking a JPEG while loading as far as both sides of <paramref name="shortestSide"/> allow.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="shortestSide">The shorter side of the result is at least this many pixels, unless the file's is less.</param>
    /// <exception cref="PictureRefusedException">The picture cannot be used; says why.</exception>
    public DecodedPicture Decode(ReadOnlySpan<byte> file, int shortestSide) => throw new NotSupportedException();

    /// <summary>Encodes as WebP without metadata, the longer side at most <paramref name="longestSide"/> pixels.</summary>
    public byte[] EncodeWebp(DecodedPicture picture, int longestSide, int quality = 80) => throw new NotSupportedException();
}
