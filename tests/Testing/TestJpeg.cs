using System.Text;

namespace Photoseek.Testing;

/// <summary>
/// Tiny valid JPEGs: the pixels are always the same 48 x 32 gradient, the bytes differ by a comment, so that each
/// has a SHA-256 of its own.
/// </summary>
public static class TestJpeg
{
    private static readonly byte[] Base = ReadBase();

    /// <summary>Pixels as stored, before any EXIF orientation.</summary>
    public const int Width = 48;

    /// <inheritdoc cref="Width"/>
    public const int Height = 32;

    /// <summary>A JPEG that differs from every other comment's.</summary>
    public static byte[] Create(string comment, TestExif? exif = null)
    {
        using var result = new MemoryStream();
        result.Write(Base, 0, 2); // start of image
        if (exif is not null)
        {
            WriteSegment(result, 0xE1, ExifWriter.Write(exif));
        }

        WriteSegment(result, 0xFE, Encoding.UTF8.GetBytes(comment));
        result.Write(Base, 2, Base.Length - 2);
        return result.ToArray();
    }

    /// <summary>A JPEG that no other call makes.</summary>
    public static byte[] CreateUnique(TestExif? exif = null) => Create(Guid.NewGuid().ToString(), exif);

    /// <summary>A JPEG that no other call makes, made to weigh at least so many bytes by comments.</summary>
    public static byte[] CreateHeavy(int bytes)
    {
        using var result = new MemoryStream();
        result.Write(CreateUnique());
        var end = result.ToArray()[2..];
        result.SetLength(2);
        while (result.Length + end.Length < bytes)
        {
            WriteSegment(result, 0xFE, new byte[60_000]);
        }

        result.Write(end);
        return result.ToArray();
    }

    private static void WriteSegment(MemoryStream to, byte marker, byte[] payload)
    {
        var length = payload.Length + 2;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException("A JPEG segment holds at most 65,533 bytes.", nameof(payload));
        }

        to.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        to.Write(payload);
    }

    private static byte[] ReadBase()
    {
        using var stream = typeof(TestJpeg).Assembly.GetManifestResourceStream("base.jpg") ?? throw new InvalidOperationException("base.jpg is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
