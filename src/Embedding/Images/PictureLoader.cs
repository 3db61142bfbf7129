using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>Decodes with the libvips loader of the format that was sniffed, and with no other.</summary>
internal static unsafe class PictureLoader
{
    private const int SequentialAccess = 1;

    /// <summary>Pixels as stored, not yet turned upright.</summary>
    /// <exception cref="VipsException">The data is damaged or ends early.</exception>
    public static RgbPixels Load(ReadOnlySpan<byte> file, StoredHeader header, int shortestSide)
    {
        if (header.Format != PictureFormat.Jpeg)
        {
            return Load(file, header, shortestSide, VipsFailOn.Truncated);
        }

        try
        {
            return Load(file, header, shortestSide, VipsFailOn.Warning);
        }
        catch (VipsException)
        {
            // Many a good file from a camera draws a warning (stray bytes between segments, say). So does one that was
            // cut short and closed again with an end marker: what is missing is then filled with one flat colour.
            var pixels = Load(file, header, shortestSide, VipsFailOn.Truncated);
            return EndsFlat(pixels) ? throw new VipsException("The rest of the picture is missing.") : pixels;
        }
    }

    private static bool EndsFlat(RgbPixels pixels)
    {
        var stride = pixels.Width * 3;
        var last = pixels.Bytes.AsSpan((pixels.Height - 1) * stride, stride);
        return last[3..].SequenceEqual(last[..^3]);
    }

    private static RgbPixels Load(ReadOnlySpan<byte> file, StoredHeader header, int shortestSide, VipsFailOn failOn)
    {
        // The loader reads from these bytes while the pixels are fetched.
        fixed (byte* bytes = file)
        {
            using var blob = VipsBlob.Lend((nint)bytes, file.Length);
            using var load = VipsOperation.Named(LoaderName(header.Format));
            load.Set("buffer", blob).Set("access", SequentialAccess).Set("fail-on", (int)failOn);
            var shrink = header.Format == PictureFormat.Jpeg ? ShrinkWhileLoading(header.ShorterSide, shortestSide) : 1;
            if (shrink > 1)
            {
                load.Set("shrink", shrink);
            }

            using var image = load.BuildImage("out");
            var pixels = PixelReader.Read(image, shortestSide);

            // Blocks are decoded whole, so the last pixels may be covered in part.
            var width = pixels.Extent.Width * header.Width / ((double)shrink * image.Width);
            var height = pixels.Extent.Height * header.Height / ((double)shrink * image.Height);
            return pixels with { Extent = new Extent(0, 0, width, height) };
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
        while (shrink > 1 && side / shrink < shortestSide)
        {
            shrink /= 2;
        }

        return shrink;
    }
}
