using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Images;

/// <summary>A header as the file has it: sides before the picture is turned upright.</summary>
/// <param name="Format">The format.</param>
/// <param name="Width">Pixels across as stored.</param>
/// <param name="Height">Pixels down as stored.</param>
/// <param name="Orientation">EXIF orientation 1-8.</param>
/// <param name="HeldWhole">A JPEG of several scans or an interlaced PNG: decoding keeps all of it in memory.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredHeader(PictureFormat Format, int Width, int Height, int Orientation, bool HeldWhole)
{
    /// <summary>The shorter side, the same before and after turning.</summary>
    public int ShorterSide => Math.Min(Width, Height);

    /// <summary>The header of the upright picture.</summary>
    public PictureHeader Upright() => Orientation >= 5
        ? new PictureHeader(Format, Height, Width, Orientation, Format == PictureFormat.Jpeg && HeldWhole)
        : new PictureHeader(Format, Width, Height, Orientation, Format == PictureFormat.Jpeg && HeldWhole);

    /// <summary>Reads the header that the file's first bytes promise.</summary>
    /// <exception cref="PictureRefusedException">Over the limits, or no picture that is let in.</exception>
    public static StoredHeader Read(ReadOnlySpan<byte> file, PictureLimits limits)
    {
        Refusal.ThrowIfBadLength(file.Length, limits);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return JpegHeader.Read(file, limits);
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return PngHeader.Read(file, limits);
        }

        if (file.StartsWith("RIFF"u8) && file[4..].Length >= 8 && file[8..].StartsWith("WEBP"u8))
        {
            return WebpHeader.Read(file, limits);
        }

        throw Refusal.NotAPicture();
    }
}
