namespace Photoseek.Embedding.Images;

/// <summary>Turns and mirrors pixels so that the picture stands upright.</summary>
internal static class Turning
{
    // Side of the squares that are turned at once: both sides of the copy then stay in the cache.
    private const int Tile = 32;

    /// <summary>Undoes EXIF orientation 1-8.</summary>
    public static RgbPixels Upright(RgbPixels stored, int orientation)
    {
        if (orientation == 1)
        {
            return stored;
        }

        var (width, height) = orientation >= 5 ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = GC.AllocateUninitializedArray<byte>(width * height * 3);

        // Where the stored pixel (0, 0) lands, and how far one step right or down in storage moves there.
        var (right, down) = orientation >= 5 ? (width, 1) : (1, width);
        var flipRight = orientation is 2 or 3 or 7 or 8;
        var flipDown = orientation is 3 or 4 or 6 or 7;
        var start = (flipRight ? right * (stored.Width - 1) : 0) + (flipDown ? down * (stored.Height - 1) : 0);
        right = flipRight ? -right : right;
        down = flipDown ? -down : down;

        for (var top = 0; top < stored.Height; top += Tile)
        {
            for (var left = 0; left < stored.Width; left += Tile)
            {
                var bottom = Math.Min(top + Tile, stored.Height);
                var end = Math.Min(left + Tile, stored.Width);
                for (var y = top; y < bottom; y++)
                {
                    var source = stored.Bytes.AsSpan(((y * stored.Width) + left) * 3, (end - left) * 3);
                    var target = (start + (y * down) + (left * right)) * 3;
                    for (var i = 0; i < source.Length; i += 3, target += right * 3)
                    {
                        upright[target] = source[i];
                        upright[target + 1] = source[i + 1];
                        upright[target + 2] = source[i + 2];
                    }
                }
            }
        }

        return new RgbPixels(width, height, upright, stored.Extent.Upright(stored.Width, stored.Height, orientation));
    }
}
