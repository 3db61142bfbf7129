using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Tests.Images;

public sealed class PixelTests
{
    // NAME.png is Pillow's reading of NAME, converted to RGB.
    [Theory]
    [InlineData("plain.jpg", 0)]
    [InlineData("grey.jpg", 0)]
    [InlineData("progressive.jpg", 0)]
    [InlineData("cmyk.jpg", 0)]
    [InlineData("lossy.webp", 0)]
    [InlineData("animated.webp", 0)]
    public void Pixels_are_those_that_Pillow_gives(string name, double difference)
    {
        var actual = Fixture.Decode(name);
        var expected = Fixture.Decode(name + ".png");
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.InRange(Fixture.Difference(expected.Pixels, actual.Pixels), 0, difference);
    }

    [Fact]
    public void A_lossless_webp_is_the_png() =>
        Assert.Equal(Fixture.Decode("plain.png").Pixels, Fixture.Decode("lossless.webp").Pixels);

    [Fact]
    public void Sixteen_bits_become_eight() =>
        Assert.Equal(Fixture.Decode("small.png").Pixels, Fixture.Decode("deep.png").Pixels);

    [Fact]
    public void Sixteen_bit_grey_becomes_eight() =>
        Assert.Equal(Fixture.Decode("grey.png").Pixels, Fixture.Decode("deepgrey.png").Pixels);

    [Fact]
    public void Grey_has_three_equal_channels()
    {
        var pixels = Fixture.Decode("grey.png").Pixels;
        Assert.Equal(61 * 43 * 3, pixels.Length);
        for (var i = 0; i < pixels.Length; i += 3)
        {
            Assert.True(pixels[i] == pixels[i + 1] && pixels[i] == pixels[i + 2]);
        }
    }

    [Fact]
    public void One_bit_is_black_and_white() =>
        Assert.All(Fixture.Decode("onebit.png").Pixels.ToArray(), value => Assert.True(value is 0 or 255));

    [Fact]
    public void A_palette_is_looked_up() =>
        Assert.InRange(Fixture.Difference(Fixture.Decode("plain.png").Pixels, Fixture.Decode("palette.png").Pixels), 0.1, 25);

    [Fact]
    public void What_is_transparent_is_white_paper()
    {
        var opaque = Fixture.Decode("plain.png").Pixels;
        var pixels = Fixture.Decode("alpha.png").Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var alpha = Math.Floor(255.0 * (i / 3 % 61) / 60) / 255;
            Assert.InRange(pixels[i] - ((opaque[i] * alpha) + (255 * (1 - alpha))), -1, 1);
        }
    }

    [Theory]
    [InlineData("plain.png", 10)]
    [InlineData("plain.jpg", 10)]
    [InlineData("plain.jpg", 3)]
    [InlineData("lossy.webp", 12)]
    public void A_large_picture_is_shrunk_while_it_is_read(string name, int shortestSide)
    {
        var whole = Fixture.Decode(name);
        var small = Fixture.Decoder.Decode(Fixture.Bytes(name), shortestSide);
        Assert.InRange(Math.Min(small.Width, small.Height), shortestSide, (2 * shortestSide) - 1);
        Assert.Equal((61, 43), (small.Header.Width, small.Header.Height));
        var expected = Framing.Crop(61, 43, 3).Apply(whole);
        Assert.InRange(Fixture.Difference(expected, Framing.Crop(61, 43, 3).Apply(small)), 0, 6);
    }

    [Fact]
    public void A_small_picture_is_left_as_it_is()
    {
        var picture = Fixture.Decoder.Decode(Fixture.Bytes("plain.jpg"), 672);
        Assert.Equal((61, 43), (picture.Width, picture.Height));
    }
}
