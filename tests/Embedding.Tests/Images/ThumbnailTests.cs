using System.Text;
using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Tests.Images;

public sealed class ThumbnailTests
{
    [Theory]
    [InlineData(30, 30, 21)]
    [InlineData(61, 61, 43)]
    [InlineData(500, 61, 43)]
    [InlineData(1, 1, 1)]
    public void The_longer_side_is_brought_down_and_never_up(int longestSide, int width, int height)
    {
        var webp = Fixture.Decoder.EncodeWebp(Fixture.Decode("plain.png"), longestSide);
        var header = Fixture.Decoder.Inspect(webp);
        Assert.Equal(PictureFormat.Webp, header.Format);
        Assert.Equal((width, height), (header.Width, header.Height));
    }

    [Fact]
    public void It_shows_what_the_picture_shows()
    {
        var picture = Fixture.Decode("plain.png");
        var seen = Fixture.Decoder.Decode(Fixture.Decoder.EncodeWebp(picture, 61, 95), 43);
        Assert.InRange(Fixture.Difference(picture.Pixels, seen.Pixels), 0, 6);
    }

    [Fact]
    public void Quality_is_paid_in_bytes() => Assert.True(
        Fixture.Decoder.EncodeWebp(Fixture.Decode("plain.png"), 61, 20).Length
        < Fixture.Decoder.EncodeWebp(Fixture.Decode("plain.png"), 61, 95).Length);

    [Fact]
    public void It_carries_no_metadata()
    {
        var xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8;
        var jpeg = Exif.IntoJpeg(Fixture.Bytes("plain.jpg"), Exif.Block(6, little: true));
        byte[] tagged = [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(xmp.Length + 2), .. xmp, .. jpeg[2..]];
        var webp = Encoding.Latin1.GetString(Fixture.Decoder.EncodeWebp(Fixture.Decoder.Decode(tagged, 672), 50));
        Assert.StartsWith("VP8 ", webp[12..], StringComparison.Ordinal);
        Assert.All((string[])["EXIF", "XMP ", "ICCP", "Exif", "xmpmeta"], name => Assert.DoesNotContain(name, webp, StringComparison.Ordinal));
    }
}
