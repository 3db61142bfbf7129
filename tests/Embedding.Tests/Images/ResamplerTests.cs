using System.Buffers.Binary;
using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Tests.Images;

public sealed class ResamplerTests
{
    // resample.bin: width, height, new width, new height (int32 each), the RGB picture, and what Pillow 9.4 made of it.
    [Fact]
    public void Every_byte_is_what_Pillow_gives()
    {
        ReadOnlySpan<byte> data = Fixture.Bytes("resample.bin");
        var cases = 0;
        for (; data.Length > 0; cases++)
        {
            var size = new int[4];
            for (var i = 0; i < 4; i++)
            {
                size[i] = BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]);
            }

            var source = data.Slice(16, size[0] * size[1] * 3);
            var expected = data.Slice(16 + source.Length, size[2] * size[3] * 3);
            var actual = Resampler.Resize(source, size[0], size[1], size[2], size[3]);
            Assert.Equal(expected, actual);
            data = data[(16 + source.Length + expected.Length)..];
        }

        Assert.Equal(5, cases);
    }

    [Fact]
    public void A_window_is_a_cut_of_the_whole()
    {
        var source = new byte[61 * 43 * 3];
        new Random(5).NextBytes(source);
        var whole = Resampler.Resize(source, 61, 43, 40, 28);
        var cut = Resampler.Resize(source, 61, 43, 40, 28, new Window(7, 3, 21, 19), new Extent(0, 0, 61, 43));
        for (var y = 0; y < 19; y++)
        {
            Assert.Equal(whole.AsSpan((((y + 3) * 40) + 7) * 3, 63), cut.AsSpan(y * 63, 63));
        }
    }

    [Fact]
    public void A_long_strip_costs_no_more_than_its_square()
    {
        var strip = new byte[16_384 * 3];
        Array.Fill(strip, (byte)90);
        var framing = Framing.Crop(16_384, 1, 224);
        var square = Resampler.Resize(strip, 16_384, 1, framing.Width, framing.Height, new Window(framing.Left, framing.Top, 224, 224), new Extent(0, 0, 16_384, 1));
        Assert.All(square, value => Assert.Equal(90, value));
    }

    [Theory]
    [InlineData(4032, 3024, 298, 224, 37, 0)]
    [InlineData(3024, 4032, 224, 298, 0, 37)]
    [InlineData(640, 480, 298, 224, 37, 0)]
    [InlineData(1017, 2013, 224, 443, 0, 110)] // (443 - 224) / 2 = 109.5 goes to the even 110
    [InlineData(600, 601, 224, 224, 0, 0)]
    [InlineData(200, 201, 224, 225, 0, 0)] // 0.5 goes to the even 0
    [InlineData(10, 10, 224, 224, 0, 0)]
    public void Crops_as_torchvision_does(int width, int height, int newWidth, int newHeight, int left, int top) =>
        Assert.Equal(new Framing(newWidth, newHeight, left, top, 224), Framing.Crop(width, height, 224));
}
