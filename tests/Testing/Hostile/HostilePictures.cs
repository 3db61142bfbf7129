using System.Text;

namespace Photoseek.Testing.Hostile;

/// <summary>Files that are made to hurt whoever looks at them, and the most expensive ones that are let in.</summary>
public static class HostilePictures
{
    /// <summary>Each with a name and whether it is to be let in, which does not depend on the model.</summary>
    /// <param name="jpeg">An ordinary JPEG.</param>
    /// <param name="progressive">A progressive JPEG.</param>
    public static IEnumerable<(string Name, bool LetIn, Func<byte[]> Make)> All(byte[] jpeg, byte[] progressive)
    {
        // Small files that say that they are large.
        yield return ("JPEG header of 30,000 x 30,000, progressive", false, () => HostileJpeg.Header(progressive, 30_000, 30_000));
        yield return ("JPEG header of 16,000 x 16,000, progressive", false, () => HostileJpeg.Header(progressive, 16_000, 16_000));
        yield return ("JPEG of 2,646 scans", false, () => HostileJpeg.Scans(progressive, 2_646));
        yield return ("JPEG of 100 scans", false, () => HostileJpeg.Scans(progressive, 100));
        yield return ("PNG of 60,000 x 60,000", false, () => HostilePng.Header(60_000, 60_000));
        yield return ("WebP of 16,383 x 16,383", false, () => HostileWebp(16_383, 16_383));

        // The dearest that are let in, or nearly.
        yield return ("JPEG of 5,600 x 5,600, progressive, 64 scans without data", true, () => HostileJpeg.Scans(HostileJpeg.Sides(progressive, 5_600, 5_600), 64));
        yield return ("PNG of 8,000 x 8,000, 16 bits, with alpha", true, Dear);
        yield return ("PNG of 5,600 x 5,600, 16 bits, with alpha, interlaced", true, () => HostilePng.Plain(5_600, 5_600, bits: 16, interlaced: true));

        // Blocks that say more than they hold, or hold more than they say.
        yield return ("PNG with a text of a gigabyte, deflated", true, () => HostilePng.WithChunk("zTXt", [.. "Comment\0\0"u8, .. HostilePng.Deflate(1L << 30)]));
        yield return ("PNG with a colour profile of a gigabyte, deflated", true, () => HostilePng.WithChunk("iCCP", [.. "icc\0\0"u8, .. HostilePng.Deflate(1L << 30)]));
        yield return ("JPEG with a colour profile of noise", true, () => HostileJpeg.With(jpeg, 0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. Noise(60_000)]));
        yield return ("JPEG with a colour profile of a billion tags", true, () => HostileJpeg.With(jpeg, 0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. Profile()]));
        yield return ("JPEG with EXIF that points at itself", true, () => HostileJpeg.With(jpeg, 0xE1, [.. "Exif\0\0"u8, .. Looped()]));
        yield return ("JPEG with EXIF of noise", true, () => HostileJpeg.With(jpeg, 0xE1, [.. "Exif\0\0II*\0\b\0\0\0"u8, .. Noise(60_000)]));
        yield return ("JPEG with XMP of entities in entities", true, () => HostileJpeg.With(jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Laughs())]));
        yield return ("JPEG with XMP nested 5,000 deep", true, () => HostileJpeg.With(jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Nested(5_000))]));
        yield return ("JPEG with 380 segments of XMP", true, () => HostileJpeg.With(jpeg, 0xE1, [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. Noise(60_000)], times: 380));

        // What is something else as well, or only says that it is a picture.
        yield return ("JPEG with a page behind it", true, () => [.. jpeg, .. "<html><script>alert(1)</script>"u8]);
        yield return ("JPEG with an archive behind it", true, () => [.. jpeg, 0x50, 0x4B, 0x03, 0x04, .. Noise(2_000), 0x50, 0x4B, 0x05, 0x06, .. new byte[18]]);
        yield return ("JPEG with a comment that is a page", true, () => HostileJpeg.With(jpeg, 0xFE, Encoding.ASCII.GetBytes("--><svg onload=alert(1)>")));
        yield return ("script that begins as a GIF", false, static () => Encoding.ASCII.GetBytes("GIF89a/*  */=1;alert(1)"));
        yield return ("SVG", false, static () => Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"));
        yield return ("PDF with a JPEG in it", false, () => [.. "%PDF-1.7\n"u8, .. jpeg]);
        yield return ("TIFF", false, static () => [.. "II*\0\b\0\0\0"u8, .. Noise(4_000)]);
        yield return ("nothing but the first bytes of a JPEG", false, static () => [0xFF, 0xD8, 0xFF]);
        yield return ("noise behind the first bytes of a JPEG", false, static () => [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, .. Noise(1_000_000)]);
    }

    /// <summary>The dearest that is let in: half a gigabyte of pixels in half a megabyte, whole and valid.</summary>
    public static byte[] Dear() => HostilePng.Plain(8_000, 8_000, bits: 16, interlaced: false);

    /// <summary>The same, made of two fixtures of this repository.</summary>
    public static IEnumerable<(string Name, bool LetIn, Func<byte[]> Make)> All()
    {
        string Fixture(string name) => Repository.Path("tests", "Embedding.Tests", "Images", "fixtures", name);
        return All(File.ReadAllBytes(Fixture("plain.jpg")), File.ReadAllBytes(Fixture("progressive.jpg")));
    }

    private static byte[] HostileWebp(int width, int height) =>
    [
        .. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0,
        (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0, .. new byte[8],
    ];

    // The same noise each time, without anything that would be a marker.
    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        noise.AsSpan().Replace((byte)0xFF, (byte)0xFE);
        return noise;
    }

    // A directory of 1,000 entries, each of which says that it begins where the directory begins, which goes on at itself.
    private static byte[] Looped()
    {
        byte[] entry = [0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0];
        return [.. "II*\0\b\0\0\0"u8, 0xE8, 3, .. Enumerable.Repeat(entry, 1_000).SelectMany(static bytes => bytes), 8, 0, 0, 0];
    }

    private static byte[] Profile()
    {
        var profile = new byte[1_000];
        "acsp"u8.CopyTo(profile.AsSpan(36));
        "RGB XYZ "u8.CopyTo(profile.AsSpan(16));
        "mntr"u8.CopyTo(profile.AsSpan(12));
        profile.AsSpan(128, 4).Fill(0x3F);
        return profile;
    }

    private static string Laughs()
    {
        var entities = string.Concat(Enumerable.Range(1, 12).Select(static i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"));
        return $"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY l0 'lol'>{entities}]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&l12;</x:xmpmeta>";
    }

    private static string Nested(int depth) =>
        $"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{string.Concat(Enumerable.Repeat("<a>", depth))}{string.Concat(Enumerable.Repeat("</a>", depth))}</x:xmpmeta>";
}
