using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Thumbnails;

/// <summary>A picture's colour from afar.</summary>
internal static class Tint
{
    // Some thousand pixels, spread over the picture, say as much as all.
    private const int Samples = 4096;

    /// <returns>The mean colour, 0xRRGGBB.</returns>
    public static int Of(DecodedPicture picture)
    {
        var pixels = picture.Pixels;
        var count = pixels.Length / 3;

        // A step that shares no factor with the row's length, or it would look at columns.
        var step = Math.Max(1, count / Samples);
        while (step > 1 && Shares(step, picture.Width))
        {
            step--;
        }

        long red = 0, green = 0, blue = 0, looked = 0;
        for (var at = 0; at < count; at += step, looked++)
        {
            red += pixels[3 * at];
            green += pixels[(3 * at) + 1];
            blue += pixels[(3 * at) + 2];
        }

        return (Mean(red) << 16) | (Mean(green) << 8) | Mean(blue);

        int Mean(long sum) => (int)((sum + (looked / 2)) / looked);
    }

    private static bool Shares(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a > 1;
    }
}
