using System.Buffers.Binary;

namespace Photoseek.Embedding.Tests.Images;

/// <summary>Writes the one tag that turns a picture, into each format.</summary>
internal static class Exif
{
    public static byte[] Block(int orientation, bool little) => little
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    public static byte[] IntoJpeg(byte[] jpeg, ReadOnlySpan<byte> block)
    {
        var length = block.Length + 8;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. block, .. jpeg[2..]];
    }

    public static byte[] IntoPng(byte[] png, ReadOnlySpan<byte> block)
    {
        byte[] chunk = [.. "eXIf"u8, .. block];
        return [.. png[..33], .. BigEndian(block.Length), .. chunk, .. BigEndian((int)Crc32(chunk)), .. png[33..]];
    }

    /// <summary>Wraps a lossless picture in the extended format with an EXIF chunk.</summary>
    public static byte[] IntoWebp(byte[] webp, ReadOnlySpan<byte> block, int width, int height)
    {
        byte[] content =
        [
            .. "WEBPVP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0,
            .. webp[12..], .. "EXIF"u8, (byte)block.Length, 0, 0, 0, .. block,
        ];
        var file = new byte[8 + content.Length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), content.Length);
        content.CopyTo(file, 8);
        return file;
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
