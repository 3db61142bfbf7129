using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Tests.Images;

/// <summary>The few small files beside these tests, and what is asked of them everywhere.</summary>
internal static class Fixture
{
    public static PictureDecoder Decoder { get; } = new(new PictureLimits());

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "fixtures", name));

    /// <summary>Decodes in full size.</summary>
    public static DecodedPicture Decode(string name) => Decoder.Decode(Bytes(name), int.MaxValue);

    /// <summary>Mean absolute difference of two pictures' bytes.</summary>
    public static double Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.Equal(a.Length, b.Length);
        long sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return (double)sum / a.Length;
    }

    /// <summary>Refused, by the header alone and by the decoder, with the same words.</summary>
    public static PictureRefusedException AssertRefused(RefusalReason reason, byte[] file)
    {
        var byHeader = Assert.Throws<PictureRefusedException>(() => Decoder.Inspect(file));
        var byDecoder = Assert.Throws<PictureRefusedException>(() => Decoder.Decode(file, 672));
        Assert.Equal(reason, byHeader.Reason);
        Assert.Equal(byHeader.Message, byDecoder.Message);
        return byHeader;
    }
}
