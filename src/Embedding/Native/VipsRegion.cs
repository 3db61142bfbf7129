namespace Photoseek.Embedding.Native;

/// <summary>A window onto an image whose pixels are computed when they are asked for. One thread at a time.</summary>
internal sealed unsafe class VipsRegion : VipsObject
{
    /// <summary>A region on <paramref name="image"/>, which it keeps alive.</summary>
    public static VipsRegion Of(VipsImage image) => Vips.Check(VipsApi.RegionNew(image));

    /// <summary>Computes the rows top .. top + height and copies them into <paramref name="target"/>.</summary>
    /// <exception cref="VipsException">The picture's data is damaged.</exception>
    public void Fetch(int top, int width, int height, Span<byte> target)
    {
        var pixels = VipsApi.RegionFetch(this, 0, top, width, height, out var length);
        if (pixels == null)
        {
            throw Vips.Error();
        }

        try
        {
            new ReadOnlySpan<byte>(pixels, checked((int)length)).CopyTo(target);
        }
        finally
        {
            VipsApi.Free(pixels);
        }
    }
}
