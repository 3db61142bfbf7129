using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Thumbnails;

namespace Photoseek.Indexing.Worker;

/// <summary>Everything that comes before embedding: bytes, pixels, metadata and the small thumbnail.</summary>
internal sealed class PicturePreparer(OriginalReader originals, SidecarReader sidecars, IObjectStore store, PictureDecoder decoder, MetadataReader metadata, FileBuffers buffers, ClipModel model, CpuSlots cpu, ILogger<IndexingWorker> log)
{
    /// <exception cref="PictureRefusedException">It cannot be used.</exception>
    /// <exception cref="OriginalLostException">There are no bytes, or others than were taken in.</exception>
    /// <exception cref="IOException">It cannot be read just now.</exception>
    public async Task<Prepared> PrepareAsync(ClaimedPicture claim, PictureFiles files, CancellationToken cancellationToken)
    {
        using var buffer = buffers.Take();
        var file = await ReadAsync(files.Originals, buffer, cancellationToken);
        var beside = files.Sidecars.Count == 0 ? SidecarContents.None : await sidecars.ReadAsync(files.Sidecars, cancellationToken);
        var thumbnail = StoreKeys.Thumbnail(claim.Sha256, ThumbnailSize.Small);
        var wanted = !await store.ExistsAsync(thumbnail, cancellationToken);
        var (picture, described, webp) = await cpu.RunAsync(
            () =>
            {
                if (!SHA256.HashData(file.Span).AsSpan().SequenceEqual(claim.Sha256))
                {
                    throw new OriginalLostException("The file has changed since it was taken in.");
                }

                // Large enough for the thumbnail too, whatever the model looks at.
                var longest = StoreKeys.Pixels(ThumbnailSize.Small);
                var decoded = decoder.Decode(file.Span, Math.Max(model.DecodeSide, longest));
                return (decoded, metadata.Read(file, beside.Packets) with { Tint = Tint.Of(decoded) }, wanted ? decoder.EncodeWebp(decoded, longest) : null);
            },
            cancellationToken);
        if (webp is not null)
        {
            await KeepAsync(claim, thumbnail, webp, cancellationToken);
        }

        return new Prepared(claim, picture, described, beside.Marks);
    }

    // A full disk is no reason to fail the picture: the thumbnail is made again when somebody wants it.
    private async Task KeepAsync(ClaimedPicture claim, string key, byte[] webp, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(key, webp, cancellationToken);
        }
        catch (IOException exception)
        {
            log.NoThumbnail(claim.ImageId, exception.Message);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(IEnumerable<OriginalLocation> locations, FileBuffer buffer, CancellationToken cancellationToken)
    {
        await using var stream = await originals.OpenAsync(locations, cancellationToken)
            ?? throw new OriginalLostException("The file is gone.");
        return await BoundedRead.IntoAsync(stream, decoder.Limits.Bytes, buffer, cancellationToken);
    }
}
