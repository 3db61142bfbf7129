using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Photoseek.Testing;

/// <summary>Writes the TIFF structure of an EXIF block (big-endian): IFD0, then the Exif and the GPS directories.</summary>
internal static class ExifWriter
{
    private enum Kind : ushort
    {
        Byte = 1,
        Ascii = 2,
        Short = 3,
        Long = 4,
        Rational = 5,
    }

    /// <summary>The payload of an APP1 segment, "Exif\0\0" first.</summary>
    public static byte[] Write(TestExif exif)
    {
        var main = new List<Entry>();
        Add(main, 0x010F, exif.Make);
        Add(main, 0x0110, exif.Model);
        Add(main, 0x0112, exif.Orientation);

        var camera = new List<Entry>();
        Add(camera, 0x829A, exif.Exposure);
        Add(camera, 0x829D, Rational(exif.Aperture));
        Add(camera, 0x8827, exif.Iso);
        Add(camera, 0x9003, exif.TakenAt?.ToString("yyyy':'MM':'dd HH':'mm':'ss", CultureInfo.InvariantCulture));
        Add(camera, 0x9011, exif.TakenOffset);
        Add(camera, 0x920A, Rational(exif.FocalLength));
        Add(camera, 0xA434, exif.Lens);

        var gps = new List<Entry>();
        if (exif is { Latitude: { } latitude, Longitude: { } longitude })
        {
            Add(gps, 1, latitude < 0 ? "S" : "N");
            gps.Add(new Entry(2, Kind.Rational, 3, Degrees(latitude)));
            Add(gps, 3, longitude < 0 ? "W" : "E");
            gps.Add(new Entry(4, Kind.Rational, 3, Degrees(longitude)));
        }

        // Offsets count from the TIFF header; each directory is written with its own data behind it.
        var cameraAt = 8 + Size(main) + (camera.Count > 0 ? 12 : 0) + (gps.Count > 0 ? 12 : 0);
        var gpsAt = cameraAt + (camera.Count > 0 ? Size(camera) : 0);
        if (camera.Count > 0)
        {
            main.Add(new Entry(0x8769, Kind.Long, 1, Number((uint)cameraAt)));
        }

        if (gps.Count > 0)
        {
            main.Add(new Entry(0x8825, Kind.Long, 1, Number((uint)gpsAt)));
        }

        using var result = new MemoryStream();
        result.Write("Exif\0\0"u8);
        result.Write("MM\0*"u8);
        result.Write(Number(8u));
        WriteDirectory(result, main, 8);
        if (camera.Count > 0)
        {
            WriteDirectory(result, camera, cameraAt);
        }

        if (gps.Count > 0)
        {
            WriteDirectory(result, gps, gpsAt);
        }

        return result.ToArray();
    }

    private static int Size(List<Entry> entries) => 2 + (12 * entries.Count) + 4 + entries.Sum(e => e.Data.Length > 4 ? e.Data.Length : 0);

    private static void WriteDirectory(MemoryStream to, List<Entry> entries, int at)
    {
        var dataAt = at + 2 + (12 * entries.Count) + 4;
        var data = new MemoryStream();
        to.Write(Number((ushort)entries.Count));
        foreach (var entry in entries)
        {
            to.Write(Number(entry.Tag));
            to.Write(Number((ushort)entry.Kind));
            to.Write(Number((uint)entry.Count));
            if (entry.Data.Length > 4)
            {
                to.Write(Number((uint)(dataAt + data.Length)));
                data.Write(entry.Data);
            }
            else
            {
                to.Write(entry.Data);
                to.Write(new byte[4 - entry.Data.Length]);
            }
        }

        to.Write(Number(0u));
        data.WriteTo(to);
    }

    private static void Add(List<Entry> entries, ushort tag, string? text)
    {
        if (text is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(text + "\0");
            entries.Add(new Entry(tag, Kind.Ascii, bytes.Length, bytes));
        }
    }

    private static void Add(List<Entry> entries, ushort tag, ushort? number)
    {
        if (number is { } value)
        {
            entries.Add(new Entry(tag, Kind.Short, 1, Number(value)));
        }
    }

    private static void Add(List<Entry> entries, ushort tag, (uint Numerator, uint Denominator)? ratio)
    {
        if (ratio is { } value)
        {
            entries.Add(new Entry(tag, Kind.Rational, 1, [.. Number(value.Numerator), .. Number(value.Denominator)]));
        }
    }

    private static (uint, uint)? Rational(double? value) => value is { } number ? ((uint)Math.Round(number * 100), 100u) : null;

    private static byte[] Degrees(double value)
    {
        var hundredths = (uint)Math.Round(Math.Abs(value) * 3600 * 100);
        return
        [
            .. Number(hundredths / 360000), .. Number(1u),
            .. Number(hundredths / 6000 % 60), .. Number(1u),
            .. Number(hundredths % 6000), .. Number(100u),
        ];
    }

    private static byte[] Number(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private sealed record Entry(ushort Tag, Kind Kind, int Count, byte[] Data);
}
