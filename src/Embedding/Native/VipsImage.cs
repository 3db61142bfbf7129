namespace Photoseek.Embedding.Native;

/// <summary>An image: a recipe for pixels, which a <see cref="VipsRegion"/> computes.</summary>
internal sealed unsafe class VipsImage : VipsObject
{
    public VipsImage()
    {
    }

    private VipsImage(nint image) => SetHandle(image);

    /// <summary>Pixels across.</summary>
    public int Width => VipsApi.ImageWidth(this);

    /// <summary>Pixels down.</summary>
    public int Height => VipsApi.ImageHeight(this);

    /// <summary>Channels, alpha among them.</summary>
    public int Bands => VipsApi.ImageBands(this);

    /// <summary>The type of one channel's number: a VipsBandFormat.</summary>
    public VipsFormat Format => (VipsFormat)VipsApi.ImageFormat(this);

    /// <summary>Whether the channels are inks.</summary>
    public bool IsCmyk => VipsApi.ImageInterpretation(this) == Cmyk;

    // VIPS_INTERPRETATION_CMYK.
    private const int Cmyk = 15;

    /// <summary>Takes a further reference to <paramref name="image"/>.</summary>
    public static VipsImage Share(nint image) => new(VipsApi.ObjectRef(image));

    /// <summary>Lends RGB pixels, which stay pinned until the image is disposed.</summary>
    public static VipsImage Lend(nint rgb, int width, int height)
    {
        Vips.Start();
        return Vips.Check(
            VipsApi.ImageNewFromMemory((void*)rgb, (nuint)width * (nuint)height * 3, width, height, 3, (int)VipsFormat.Byte));
    }
}
