using System.Buffers.Binary;

namespace Photoseek.Embedding.Tests.Images;

/// <summary>Small files that would be large to decode.</summary>
internal static class Bomb
{
    /// <summary>A JPEG of these sides up to its first scan, without any data.</summary>
    public static byte[] Jpeg(int width, int height, bool progressive)
    {
        var file = Fixture.Bytes("progressive.jpg");
        var frame = Find(file, 0xC2, 0);
        file[frame + 1] = (byte)(progressive ? 0xC2 : 0xC0);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), (ushort)width);
        var scan = Find(file, 0xDA, 0);
        return file[..(scan + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(scan + 2)))];
    }

    /// <summary>A progressive JPEG whose last scan comes again and again.</summary>
    public static byte[] Scans(int count)
    {
        var file = Fixture.Bytes("progressive.jpg");
        var last = 0;
        var scans = 0;
        for (var i = Find(file, 0xDA, 0); i >= 0; i = Find(file, 0xDA, i + 2))
        {
            last = i;
            scans++;
        }

        var scan = file[last..^2];
        return [.. file[..^2], .. Enumerable.Repeat(scan, count - scans).SelectMany(bytes => bytes), 0xFF, 0xD9];
    }

    /// <summary>A PNG of these sides that holds next to nothing.</summary>
    public static byte[] Png(int width, int height)
    {
        var file = Fixture.Bytes("plain.png");
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        return file;
    }

    /// <summary>A WebP canvas of these sides.</summary>
    public static byte[] Webp(int width, int height) =>
    [
        .. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0,
        (byte)(width - 1), (byte)((width - 1) >> 8), (byte)((width - 1) >> 16),
        (byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16), .. new byte[8],
    ];

    private static int Find(byte[] file, byte marker, int start)
    {
        var at = file.AsSpan(start).IndexOf((ReadOnlySpan<byte>)[0xFF, marker]);
        return at < 0 ? -1 : start + at;
    }
}
