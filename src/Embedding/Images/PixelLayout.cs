using System.Runtime.InteropServices;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>How a loader lays out pixels, and how they become RGB: grey, alpha, 16 bits and inks.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PixelLayout(int Bands, bool SixteenBits, bool Cmyk)
{
    public int BytesPerPixel => SixteenBits ? Bands * 2 : Bands;

    /// <exception cref="VipsException">A layout that none of the three loaders has.</exception>
    public static PixelLayout Of(VipsImage image)
    {
        var layout = new PixelLayout(image.Bands, image.Format == VipsFormat.UShort, image.IsCmyk);
        return image.Format is VipsFormat.Byte or VipsFormat.UShort && layout.Bands is >= 1 and <= 4
            ? layout
            : throw new VipsException($"Unknown pixels: {image.Format}, {layout.Bands} bands.");
    }

    /// <summary>One row. Destroys <paramref name="source"/>.</summary>
    public void ToRgb(Span<byte> source, Span<byte> rgb)
    {
        if (SixteenBits)
        {
            KeepHighBytes(source);
        }

        switch (Bands)
        {
            case 3:
                source[..rgb.Length].CopyTo(rgb);
                break;
            case 4 when Cmyk:
                FromInks(source, rgb);
                break;
            default:
                OnWhite(source, rgb);
                break;
        }
    }

    private static void KeepHighBytes(Span<byte> row)
    {
        var numbers = MemoryMarshal.Cast<byte, ushort>(row);
        for (var i = 0; i < numbers.Length; i++)
        {
            row[i] = (byte)(numbers[i] >> 8);
        }
    }

    /// <summary>0 is no ink. The plain product that Pillow takes; profiles of printing machines are left aside.</summary>
    private static void FromInks(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int i = 0, x = 0; x < rgb.Length; i += 4, x += 3)
        {
            var light = 255 - source[i + 3];
            rgb[x] = (byte)(light - Product(source[i], light));
            rgb[x + 1] = (byte)(light - Product(source[i + 1], light));
            rgb[x + 2] = (byte)(light - Product(source[i + 2], light));
        }
    }

    /// <summary>Grey with or without alpha, or RGB with alpha: what shines through is white paper.</summary>
    private void OnWhite(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        var bands = Bands;
        var hasAlpha = bands is 2 or 4;
        var (green, blue) = bands == 4 ? (1, 2) : (0, 0);
        for (int i = 0, x = 0; x < rgb.Length; i += bands, x += 3)
        {
            var alpha = hasAlpha ? source[i + bands - 1] : 255;
            rgb[x] = (byte)(255 - Product(255 - source[i], alpha));
            rgb[x + 1] = (byte)(255 - Product(255 - source[i + green], alpha));
            rgb[x + 2] = (byte)(255 - Product(255 - source[i + blue], alpha));
        }
    }

    /// <summary>a * b / 255, rounded, without a division.</summary>
    private static int Product(int a, int b)
    {
        var product = (a * b) + 128;
        return ((product >> 8) + product) >> 8;
    }
}
