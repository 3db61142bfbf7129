using System.Buffers;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>Runs a libvips loader from top to bottom, strip by strip, into RGB; large pictures are averaged down on the way.</summary>
internal static class PixelReader
{
    private const int StripRows = 64;

    /// <summary>Decodes all of <paramref name="image"/>.</summary>
    /// <param name="image">What a loader gave, sequential access.</param>
    /// <param name="shortestSide">Pixels are averaged in squares as long as the shorter side keeps this many.</param>
    /// <exception cref="VipsException">The data is damaged.</exception>
    public static RgbPixels Read(VipsImage image, int shortestSide)
    {
        int width = image.Width, height = image.Height;
        var shrink = Math.Max(Math.Min(width, height) / shortestSide, 1);
        var layout = PixelLayout.Of(image);
        var averager = new BoxAverager(width, height, shrink);
        var strip = ArrayPool<byte>.Shared.Rent(width * layout.BytesPerPixel * StripRows);
        var row = ArrayPool<byte>.Shared.Rent(width * 3);
        try
        {
            using var region = VipsRegion.Of(image);
            for (var top = 0; top < height; top += StripRows)
            {
                var rows = Math.Min(StripRows, height - top);
                RightOfWay.GiveWay();
                region.Fetch(top, width, rows, strip);
                for (var y = 0; y < rows; y++)
                {
                    var source = strip.AsSpan(y * width * layout.BytesPerPixel, width * layout.BytesPerPixel);
                    if (shrink == 1)
                    {
                        layout.ToRgb(source, averager.DirectRow(top + y));
                    }
                    else
                    {
                        layout.ToRgb(source, row.AsSpan(0, width * 3));
                        averager.Add(row.AsSpan(0, width * 3));
                    }
                }
            }

            return averager.Result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(strip);
            ArrayPool<byte>.Shared.Return(row);
        }
    }
}
