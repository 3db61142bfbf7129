using System.Buffers.Binary;

namespace Photoseek.Embedding.Images;

/// <summary>Finds how a camera was held. A broken block means upright: it never fails a good picture.</summary>
internal static class ExifOrientation
{
    private const int EntryBytes = 12;
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    /// <summary>Orientation 1-8 of a TIFF block, as EXIF is; 1 where it says none or nonsense.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return 1;
        }

        var little = tiff[..4].SequenceEqual("II*\0"u8);
        if (!little && !tiff[..4].SequenceEqual("MM\0*"u8))
        {
            return 1;
        }

        var directory = UInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        tiff = tiff[(int)directory..];
        var entries = UInt16(tiff, little);
        tiff = tiff[2..];
        for (var i = 0; i < entries && tiff.Length >= EntryBytes; i++, tiff = tiff[EntryBytes..])
        {
            if (UInt16(tiff, little) == OrientationTag && UInt16(tiff[2..], little) == ShortType)
            {
                int value = UInt16(tiff[8..], little);
                return value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
