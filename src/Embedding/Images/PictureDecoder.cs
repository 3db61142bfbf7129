using System.Diagnostics.CodeAnalysis;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>Turns a file's bytes into upright sRGB pixels, and pixels into thumbnails. Thread-safe.</summary>
public sealed class PictureDecoder(PictureLimits limits)
{
    /// <summary>What is let in.</summary>
    public PictureLimits Limits { get; } = limits;

    /// <summary>Reads the header and holds it against the limits, without decoding.</summary>
    /// <exception cref="PictureRefusedException">The picture cannot be used; says why.</exception>
    public PictureHeader Inspect(ReadOnlySpan<byte> file) => StoredHeader.Read(file, Limits).Upright();

    /// <summary>Decodes, shrinking while loading as far as <paramref name="shortestSide"/> allows.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="shortestSide">The shorter side of the result is at least this many pixels, unless the file's is less.</param>
    /// <exception cref="PictureRefusedException">The picture cannot be used; says why.</exception>
    public DecodedPicture Decode(ReadOnlySpan<byte> file, int shortestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shortestSide, 1);
        var header = StoredHeader.Read(file, Limits);
        try
        {
            var upright = Turning.Upright(PictureLoader.Load(file, header, shortestSide), header.Orientation);
            return new DecodedPicture(header.Upright(), upright.Width, upright.Height, upright.Bytes) { Extent = upright.Extent };
        }
        catch (VipsException)
        {
            throw Refusal.Damaged();
        }
    }

    /// <summary>Encodes as WebP without metadata, the longer side at most <paramref name="longestSide"/> pixels.</summary>
    /// <param name="picture">Never enlarged.</param>
    /// <param name="longestSide">Pixels.</param>
    /// <param name="quality">0 (smallest) to 100 (best).</param>
    [SuppressMessage("Performance", "CA1822", Justification = "Callers get pictures in and out from one object.")]
    public byte[] EncodeWebp(DecodedPicture picture, int longestSide, int quality = 80)
    {
        var (pixels, width, height) = Shrink(picture, longestSide);
        return WebpWriter.Write(pixels, width, height, quality);
    }

    /// <summary>Encodes as JPEG without metadata, the longer side at most <paramref name="longestSide"/> pixels.</summary>
    /// <param name="picture">Never enlarged.</param>
    /// <param name="longestSide">Pixels.</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    [SuppressMessage("Performance", "CA1822", Justification = "Callers get pictures in and out from one object.")]
    public byte[] EncodeJpeg(DecodedPicture picture, int longestSide, int quality = 85)
    {
        var (pixels, width, height) = Shrink(picture, longestSide);
        return JpegWriter.Write(pixels, width, height, quality);
    }

    private static (byte[] Pixels, int Width, int Height) Shrink(DecodedPicture picture, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        var longer = Math.Max(picture.Width, picture.Height);
        if (longer <= longestSide)
        {
            return (picture.Pixels.ToArray(), picture.Width, picture.Height);
        }

        var width = Math.Max(1, (int)Math.Round((double)picture.Width * longestSide / longer));
        var height = Math.Max(1, (int)Math.Round((double)picture.Height * longestSide / longer));
        var small = Resampler.Resize(
            picture.Pixels, picture.Width, picture.Height, width, height, new Window(0, 0, width, height), picture.Extent);
        return (small, width, height);
    }
}
