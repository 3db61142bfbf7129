using Microsoft.Extensions.Logging;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Thumbnails;

/// <summary>Thumbnails from the store, made when they are not there yet.</summary>
internal sealed class ThumbnailMaker(OriginalReader originals, IObjectStore store, PictureDecoder decoder, ILogger<PictureLibrary> log) : IDisposable
{
    // A page of a hundred missing thumbnails must leave something of the machine to others.
    private readonly SemaphoreSlim _making = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The WebP, owned by the caller; null when the picture's file is gone or cannot be decoded.</summary>
    public async Task<Stream?> OpenAsync(ImageRow image, ThumbnailSize size, CancellationToken cancellationToken)
    {
        var key = StoreKeys.Thumbnail(image.Sha256, size);
        if (await store.OpenAsync(key, cancellationToken) is { } there)
        {
            return there;
        }

        await _making.WaitAsync(cancellationToken);
        try
        {
            // Another who wanted it may have made it while this one waited.
            return await store.OpenAsync(key, cancellationToken) ?? await MakeAsync(image, key, StoreKeys.Pixels(size), cancellationToken);
        }
        catch (Exception exception) when (exception is PictureRefusedException or IOException)
        {
            log.NoThumbnail(image.Id, exception.Message);
            return null;
        }
        finally
        {
            _making.Release();
        }
    }

    public void Dispose() => _making.Dispose();

    private async Task<Stream?> MakeAsync(ImageRow image, string key, int pixels, CancellationToken cancellationToken)
    {
        var locations = await originals.LocateAsync([image.Id], cancellationToken);
        await using var original = await originals.OpenAsync(locations[image.Id], cancellationToken);
        if (original is null)
        {
            return null;
        }

        var file = await BoundedRead.AllAsync(original, decoder.Limits.Bytes, cancellationToken);
        var webp = await Task.Run(() => Encode(file, pixels), cancellationToken);
        try
        {
            await store.PutAsync(key, webp, cancellationToken);
        }
        catch (StoreFullException exception)
        {
            // Shown all the same, and made again the next time.
            log.NoThumbnail(image.Id, exception.Message);
        }

        return new MemoryStream(webp, writable: false);
    }

    private byte[] Encode(byte[] file, int pixels)
    {
        // Decoded just as large as the thumbnail needs: its shorter side, when its longer one has so many pixels.
        var header = decoder.Inspect(file);
        var (shorter, longer) = (Math.Min(header.Width, header.Height), Math.Max(header.Width, header.Height));
        var side = longer <= pixels ? shorter : (int)Math.Ceiling((double)shorter * pixels / longer);
        return decoder.EncodeWebp(decoder.Decode(file, side), pixels);
    }
}
