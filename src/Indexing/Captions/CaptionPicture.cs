using Photoseek.Embedding.Images;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Captions;

/// <summary>A picture as a describing model gets it: a JPEG without metadata, as large as such models look at.</summary>
internal sealed class CaptionPicture(OriginalReader originals, PictureDecoder decoder)
{
    private const int LongestSide = 1024;
    private const int PlainSide = 64;

    /// <exception cref="OriginalLostException">There are no bytes.</exception>
    /// <exception cref="PictureRefusedException">It cannot be decoded.</exception>
    /// <exception cref="IOException">It cannot be read just now.</exception>
    public async Task<byte[]> ReadAsync(long image, CancellationToken cancellationToken)
    {
        var locations = await originals.LocateAsync([image], cancellationToken);
        await using var original = await originals.OpenAsync(locations[image], cancellationToken) ?? throw new OriginalLostException("The file is gone.");
        var file = await BoundedRead.AllAsync(original, decoder.Limits.Bytes, cancellationToken);
        return await Task.Run(
            () =>
            {
                var header = decoder.Inspect(file);
                var (shorter, longer) = (Math.Min(header.Width, header.Height), Math.Max(header.Width, header.Height));
                var side = longer <= LongestSide ? shorter : (int)Math.Ceiling((double)shorter * LongestSide / longer);
                return decoder.EncodeJpeg(decoder.Decode(file, side), LongestSide);
            },
            cancellationToken);
    }

    /// <summary>A grey square that no model can object to.</summary>
    public byte[] Plain()
    {
        var pixels = new byte[PlainSide * PlainSide * 3];
        pixels.AsSpan().Fill(128);
        return decoder.EncodeJpeg(new DecodedPicture(new PictureHeader(PictureFormat.Jpeg, PlainSide, PlainSide, Orientation: 1, Progressive: false), PlainSide, PlainSide, pixels), PlainSide);
    }
}
