using System.Buffers.Binary;

namespace Photoseek.Testing.Hostile;

/// <summary>JPEGs that are not what they say.</summary>
internal static class HostileJpeg
{
    private const byte StartOfScan = 0xDA;
    private const byte ProgressiveFrame = 0xC2;

    /// <summary>The same picture that says that it has these sides.</summary>
    public static byte[] Sides(byte[] progressive, int width, int height)
    {
        byte[] file = [.. progressive];
        var frame = Find(file, ProgressiveFrame, 0);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), (ushort)width);
        return file;
    }

    /// <summary>Up to the first scan, without any data.</summary>
    public static byte[] Header(byte[] progressive, int width, int height)
    {
        var file = Sides(progressive, width, height);
        var scan = Find(file, StartOfScan, 0);
        return file[..(scan + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(scan + 2)))];
    }

    /// <summary>The last scan comes again and again, until there are so many.</summary>
    public static byte[] Scans(byte[] progressive, int count)
    {
        var (last, scans) = (0, 0);
        for (var at = Find(progressive, StartOfScan, 0); at >= 0; at = Find(progressive, StartOfScan, at + 2))
        {
            (last, scans) = (at, scans + 1);
        }

        var scan = progressive[last..^2];
        return [.. progressive[..^2], .. Enumerable.Repeat(scan, count - scans).SelectMany(static bytes => bytes), 0xFF, 0xD9];
    }

    /// <summary>With a segment more, or that one many times.</summary>
    public static byte[] With(byte[] jpeg, byte marker, byte[] content, int times = 1)
    {
        byte[] segment = [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
        return [0xFF, 0xD8, .. Enumerable.Repeat(segment, times).SelectMany(static bytes => bytes), .. jpeg[2..]];
    }

    private static int Find(byte[] file, byte marker, int start)
    {
        var at = file.AsSpan(start).IndexOf((ReadOnlySpan<byte>)[0xFF, marker]);
        return at < 0 ? -1 : start + at;
    }
}
