using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>Decodes with the libvips loader of the format that was sniffed, and with no other.</summary>
internal static unsafe class PictureLoader
{
    private const int SequentialAccess = 1;

    /// <summary>Pixels as stored, not yet turned upright.</summary>
    /// <exception cref="VipsException">The data is damaged or ends early.</exception>
    public static RgbPixels Load(ReadOnlySpan<byte> file, StoredHeader header, int shortestSide) =>
        Load(file, header, shortestSide, VipsFailOn.Truncated);

    internal static RgbPixels Load(ReadOnlySpan<byte> file, StoredHeader header, int shortestSide, VipsFailOn failOn)
    {
        // The loader reads from these bytes while the pixels are fetched.
        fixed (byte* bytes = file)
        {
            using var blob = VipsBlob.Lend(bytes, file.Length);
            using var load = VipsOperation.Named(LoaderName(header.Format));
            load.Set("buffer", blob).Set("access", SequentialAccess).Set("fail-on", (int)failOn);
            if (header.Format == PictureFormat.Jpeg)
            {
                load.Set("shrink", ShrinkWhileLoading(header.ShorterSide, shortestSide));
            }

            using var image = load.BuildImage("out");
            return PixelReader.Read(image, shortestSide);
        }
    }

    private static string LoaderName(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "jpegload_buffer",
        PictureFormat.Png => "pngload_buffer",
        PictureFormat.Webp => "webpload_buffer",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    /// <summary>A JPEG's blocks of 8 x 8 can be decoded as 4 x 4, 2 x 2 or 1 x 1, at a fraction of the cost.</summary>
    private static int ShrinkWhileLoading(int side, int shortestSide)
    {
        var shrink = 8;
        while (shrink > 1 && (side + shrink - 1) / shrink < shortestSide)
        {
            shrink /= 2;
        }

        return shrink;
    }
}
