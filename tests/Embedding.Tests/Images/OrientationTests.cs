using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Tests.Images;

public sealed class OrientationTests
{
    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        foreach (var name in (string[])["plain.jpg", "plain.png", "lossless.webp"])
        {
            for (var orientation = 1; orientation <= 8; orientation++)
            {
                data.Add(orientation, name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_picture_stands_upright(int orientation, string name)
    {
        var stored = Fixture.Decode(name);
        var picture = Fixture.Decoder.Decode(With(name, Exif.Block(orientation, little: orientation % 2 == 0)), int.MaxValue);

        Assert.Equal(orientation, picture.Header.Orientation);
        Assert.Equal(orientation >= 5 ? (43, 61) : (61, 43), (picture.Width, picture.Height));
        Assert.Equal((picture.Width, picture.Height), (picture.Header.Width, picture.Header.Height));
        for (var y = 0; y < stored.Height; y++)
        {
            for (var x = 0; x < stored.Width; x++)
            {
                var (column, row) = Place(orientation, x, y, picture.Width, picture.Height);
                Assert.Equal(
                    stored.Pixels.Slice(((y * stored.Width) + x) * 3, 3),
                    picture.Pixels.Slice(((row * picture.Width) + column) * 3, 3));
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void Turned_and_shrunk_it_frames_the_same(int orientation)
    {
        var file = With("plain.jpg", Exif.Block(orientation, little: true));
        var framing = Framing.Squash(6);
        var whole = framing.Apply(Fixture.Decoder.Decode(file, int.MaxValue));
        var small = framing.Apply(Fixture.Decoder.Decode(file, 18));
        Assert.InRange(Fixture.Difference(whole, small), 0, 2);
    }

    [Fact]
    public void A_broken_block_fails_no_picture()
    {
        var good = Exif.Block(6, little: true);
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var block = good.ToArray();
            random.NextBytes(block.AsSpan(random.Next(block.Length)));
            var broken = block[..random.Next(block.Length)];
            Assert.InRange(Fixture.Decoder.Decode(With("plain.jpg", broken), 672).Header.Orientation, 1, 8);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void An_orientation_that_does_not_exist_is_upright(int orientation) =>
        Assert.Equal(1, Fixture.Decoder.Inspect(With("plain.jpg", Exif.Block(orientation, little: false))).Orientation);

    private static byte[] With(string name, ReadOnlySpan<byte> block) => Path.GetExtension(name) switch
    {
        ".jpg" => Exif.IntoJpeg(Fixture.Bytes(name), block),
        ".png" => Exif.IntoPng(Fixture.Bytes(name), block),
        _ => Exif.IntoWebp(Fixture.Bytes(name), block, 61, 43),
    };

    // In the words of the EXIF standard: on which sides of the upright picture the stored row 0 and column 0 are.
    private static (int Column, int Row) Place(int orientation, int x, int y, int width, int height) => orientation switch
    {
        1 => (x, y), // top, left
        2 => (width - 1 - x, y), // top, right
        3 => (width - 1 - x, height - 1 - y), // bottom, right
        4 => (x, height - 1 - y), // bottom, left
        5 => (y, x), // left, top
        6 => (width - 1 - y, x), // right, top
        7 => (width - 1 - y, height - 1 - x), // right, bottom
        8 => (y, height - 1 - x), // left, bottom
        _ => throw new ArgumentOutOfRangeException(nameof(orientation)),
    };
}
