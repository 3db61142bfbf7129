using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Images;

/// <summary>How a picture is brought to a model's square: resize to Width x Height, then cut Size x Size at (Left, Top).</summary>
/// <remarks>The rules are torchvision's, because that is what the models were trained with.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Framing(int Width, int Height, int Left, int Top, int Size)
{
    /// <summary>Shorter side to <paramref name="size"/>, the longer in proportion (cut to whole pixels), centre square.</summary>
    /// <param name="width">Width of the upright picture as its file says, not of a shrunk copy.</param>
    /// <param name="height">Height of the upright picture as its file says.</param>
    /// <param name="size">Side of the model's square.</param>
    public static Framing Crop(int width, int height, int size)
    {
        var newWidth = width <= height ? size : (int)((long)size * width / height);
        var newHeight = height <= width ? size : (int)((long)size * height / width);
        return new Framing(newWidth, newHeight, CentreOffset(newWidth, size), CentreOffset(newHeight, size), size);
    }

    /// <summary>Both sides to <paramref name="size"/>, whatever that does to the proportions.</summary>
    public static Framing Squash(int size) => new(size, size, 0, 0, size);

    /// <summary>The framed square of <paramref name="picture"/>: <c>Size * Size * 3</c> bytes.</summary>
    public byte[] Apply(DecodedPicture picture) =>
        Resampler.Resize(
            picture.Pixels, picture.Width, picture.Height, Width, Height, new Window(Left, Top, Size, Size), picture.Extent);

    // Halves go to the even neighbour, as Python's round does.
    private static int CentreOffset(int side, int size) => (int)Math.Round((side - size) / 2.0, MidpointRounding.ToEven);
}
