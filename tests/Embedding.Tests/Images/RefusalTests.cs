using System.Diagnostics;
using System.Text;
using Photoseek.Embedding.Images;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Images;

public sealed class RefusalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(30_000, 30_000, true)]
    [InlineData(16_385, 8, false)]
    [InlineData(8, 16_385, true)]
    [InlineData(8_001, 8_000, false)]
    [InlineData(8_000, 4_001, true)]
    public void A_jpeg_with_too_many_pixels_is_refused_by_its_header(int width, int height, bool progressive)
    {
        var bomb = Bomb.Jpeg(width, height, progressive);
        Assert.InRange(bomb.Length, 1, 1_000);
        Fixture.AssertRefused(RefusalReason.Dimensions, bomb);
        Report($"{width} x {height} JPEG of {bomb.Length} bytes", bomb);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(2_646)]
    public void A_jpeg_of_very_many_scans_is_refused_by_its_header(int scans)
    {
        var bomb = Bomb.Scans(scans);
        Fixture.AssertRefused(RefusalReason.Scans, bomb);
        Report($"{scans} scans", bomb);
    }

    [Fact]
    public void Sixty_four_scans_are_let_in() => Assert.True(Fixture.Decoder.Inspect(Bomb.Scans(64)).Progressive);

    [Fact]
    public void A_png_with_too_many_pixels_is_refused_by_its_header() =>
        Fixture.AssertRefused(RefusalReason.Dimensions, Bomb.Png(100_000, 100_000));

    [Fact]
    public void A_webp_with_too_many_pixels_is_refused_by_its_header() =>
        Fixture.AssertRefused(RefusalReason.Dimensions, Bomb.Webp(16_384, 16_384));

    [Fact]
    public void A_file_with_too_many_bytes_is_refused()
    {
        var file = new byte[(25 * 1024 * 1024) + 1];
        Fixture.Bytes("plain.jpg").CopyTo(file, 0);
        Assert.Contains("Send a smaller copy", Fixture.AssertRefused(RefusalReason.FileSize, file).Message);
    }

    [Fact]
    public void The_longest_walks_over_a_header_end()
    {
        var length = new PictureLimits().Bytes;
        byte[] start = [0xFF, 0xD8];
        var stuffed = Filled(start, [0xFF, 0x00], length);
        var segments = Filled(start, [0xFF, 0xE0, 0x00, 0x02], length);
        var fill = Filled(start, [0xFF], length);
        var reserved = Filled(start, [0xFF, 0x02], length);
        var chunks = Filled(Fixture.Bytes("plain.png")[..33], [0, 0, 0, 0, (byte)'t', (byte)'E', (byte)'X', (byte)'t', 0, 0, 0, 0], length);
        foreach (var file in (byte[][])[stuffed, segments, fill, reserved])
        {
            Fixture.AssertRefused(RefusalReason.Damaged, file);
            Report("25 MB of markers", file);
        }

        Report("25 MB of chunks", chunks);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("II*\0\b\0\0\0")]
    [InlineData("MM\0*\0\0\0\b")]
    [InlineData("GIF89a\u0001\0\u0001\0")]
    [InlineData("\0\0\0\u0018ftypheic")]
    [InlineData("\0\0\0\u0018ftypavif")]
    [InlineData("P6 9 9 255 ")]
    [InlineData("RIFF\0\0\0\0WAVE")]
    [InlineData("v")]
    public void Other_formats_are_refused_by_their_first_bytes(string start)
    {
        Fixture.AssertRefused(RefusalReason.NotAPicture, Encoding.Latin1.GetBytes(start));
        Fixture.AssertRefused(RefusalReason.NotAPicture, [.. Encoding.Latin1.GetBytes(start), .. Fixture.Bytes("plain.jpg")]);
    }

    [Fact]
    public void A_jpeg_with_something_else_behind_it_is_the_jpeg()
    {
        byte[] polyglot = [.. Fixture.Bytes("plain.jpg"), .. "<svg><script>alert(1)</script></svg>"u8, .. Fixture.Bytes("plain.png")];
        Assert.Equal(Fixture.Decode("plain.jpg").Pixels, Fixture.Decoder.Decode(polyglot, int.MaxValue).Pixels);
    }

    [Fact]
    public void An_empty_file_is_refused() => Fixture.AssertRefused(RefusalReason.FileSize, []);

    [Theory]
    [InlineData(0xC3, 8)] // lossless
    [InlineData(0xC0, 12)] // twelve bits
    public void A_rare_kind_of_jpeg_is_refused_by_name(byte kind, byte bits)
    {
        var file = Fixture.Bytes("plain.jpg");
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        file[frame + 1] = kind;
        file[frame + 4] = bits;
        Assert.Contains("rare kind", Fixture.AssertRefused(RefusalReason.NotAPicture, file).Message);
    }

    private static byte[] Filled(byte[] start, byte[] pattern, int length)
    {
        var file = new byte[length];
        start.CopyTo(file, 0);
        for (var i = start.Length; i < length; i++)
        {
            file[i] = pattern[(i - start.Length) % pattern.Length];
        }

        return file;
    }

    private void Report(string what, byte[] file)
    {
        var watch = Stopwatch.StartNew();
        var result = Record.Exception(() => Fixture.Decoder.Inspect(file))?.Message;
        output.WriteLine($"{what}: {watch.Elapsed.TotalMilliseconds:F2} ms, {result ?? "let in"}");
    }
}
