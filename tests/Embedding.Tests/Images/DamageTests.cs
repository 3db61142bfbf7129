using System.Diagnostics;
using Photoseek.Embedding.Images;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Images;

public sealed class DamageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("plain.png")]
    [InlineData("lossy.webp")]
    [InlineData("lossless.webp")]
    public void A_picture_that_ends_early_is_refused(string name)
    {
        var file = Fixture.Bytes(name);
        foreach (var length in (int[])[file.Length / 4, file.Length / 2, file.Length * 3 / 4, file.Length * 9 / 10])
        {
            Assert.Equal(RefusalReason.Damaged, Assert.Throws<PictureRefusedException>(() => Fixture.Decoder.Decode(file.AsSpan(0, length), 672)).Reason);
        }
    }

    [Fact]
    public void Half_a_jpeg_closed_with_an_end_marker_is_refused()
    {
        var file = Fixture.Bytes("plain.jpg");
        byte[] half = [.. file[..(file.Length * 3 / 4)], 0xFF, 0xD9];
        Assert.Equal(RefusalReason.Damaged, Assert.Throws<PictureRefusedException>(() => Fixture.Decoder.Decode(half, 672)).Reason);
    }

    [Fact]
    public void Stray_bytes_between_segments_are_no_damage()
    {
        var file = Fixture.Bytes("plain.jpg");
        var table = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        byte[] stray = [.. file[..table], 0, 0, 0, .. file[table..]];
        Assert.Equal(Fixture.Decode("plain.jpg").Pixels, Fixture.Decoder.Decode(stray, int.MaxValue).Pixels);
    }

    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("plain.png")]
    [InlineData("lossy.webp")]
    [InlineData("lossless.webp")]
    [InlineData("animated.webp")]
    public void Changed_bytes_end_in_pixels_or_a_refusal(string name)
    {
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var file = Fixture.Bytes(name);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            EndsWell(file);
        }
    }

    [SharedFact]
    public void Every_broken_jpeg_of_the_corpus_ends_in_pixels_or_a_refusal()
    {
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        var slowest = TimeSpan.Zero;
        var files = Directory.GetFiles(Shared.Path("corrupt"), "*.jpg");
        foreach (var path in files)
        {
            var file = File.ReadAllBytes(path);
            var watch = Stopwatch.StartNew();
            var outcome = EndsWell(file);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine($"{files.Length} files, slowest {slowest.TotalMilliseconds:F0} ms: {string.Join(", ", outcomes)}");
        Assert.Equal(381, files.Length);
    }

    private static string EndsWell(byte[] file)
    {
        try
        {
            var picture = Fixture.Decoder.Decode(file, 672);
            Assert.Equal(picture.Width * picture.Height * 3, picture.Pixels.Length);
            return "decoded";
        }
        catch (PictureRefusedException refused)
        {
            return refused.Reason.ToString();
        }
    }
}
