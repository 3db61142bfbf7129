using Photoseek.Embedding.Images;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Images;

public sealed class GoldenTests(ITestOutputHelper output)
{
    private const int Size = 224;

    // Cut short and full of stray bytes: 613 bytes, and all but a corner of what a lenient reader shows is grey.
    private const string Damaged = "ImageTestSuite__f6b4389c3cf0f5997b2e5a4b905aea8d.jpg";

    [SharedTheory]
    [InlineData("crop224", 3, 0.4)]
    [InlineData("squash224", 3, 0.4)]
    [InlineData("crop224", 100, 0)]
    public void Photos_become_the_pixels_that_Pillow_gives(string kind, int times, double most)
    {
        var errors = new List<(double Error, string Name)>();
        foreach (var path in Directory.GetFiles(Shared.Path("photos")))
        {
            var name = Path.GetFileName(path);
            if (name == Damaged)
            {
                Assert.Equal(
                    RefusalReason.Damaged,
                    Assert.Throws<PictureRefusedException>(() => Fixture.Decoder.Decode(File.ReadAllBytes(path), Size)).Reason);
                continue;
            }

            var picture = Fixture.Decoder.Decode(File.ReadAllBytes(path), times * Size);
            var expected = Fixture.Decoder.Decode(File.ReadAllBytes(Shared.Path("golden", "expected", kind, name + ".png")), Size);
            var framing = kind == "crop224" ? Framing.Crop(picture.Header.Width, picture.Header.Height, Size) : Framing.Squash(Size);
            errors.Add((Fixture.Difference(expected.Pixels, framing.Apply(picture)), name));
        }

        var worst = errors.Max();
        output.WriteLine($"{kind}, {times} x: mean {errors.Average(error => error.Error):F3}, worst {worst.Error:F3} ({worst.Name}) of {errors.Count}");
        Assert.Equal(72, errors.Count);
        Assert.InRange(worst.Error, 0, most);
    }
}
