using System.Security.Cryptography;

namespace Photoseek.Indexing.Storage.S3;

/// <summary>A bucket of the app's own. What is written is read back and compared, as not every server stores what it was sent.</summary>
internal sealed class S3Store : IObjectStore, IDisposable
{
    private readonly S3Bucket _bucket;
    private readonly Staging _staging;

    /// <param name="place">The bucket, which must be there.</param>
    /// <param name="folder">On local disk, for uploads until they are sent.</param>
    /// <param name="time">Tells old leftovers from what is being written.</param>
    public S3Store(S3Place place, string folder, TimeProvider time)
    {
        _bucket = new S3Bucket(place);
        _staging = new Staging(Path.Combine(Path.GetFullPath(folder), ".unfinished"), time);
    }

    public Task<StagedObject> StageAsync(Stream content, long limit, CancellationToken cancellationToken) => _staging.StageAsync(content, limit, cancellationToken);

    public async Task KeepAsync(StagedObject staged, string key, CancellationToken cancellationToken)
    {
        await using (var file = File.OpenRead(staged.Path))
        {
            await PutAsync(key, file, staged.Sha256, cancellationToken);
        }

        staged.Dispose();
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream(content.ToArray(), writable: false);
        await PutAsync(key, bytes, SHA256.HashData(content.Span), cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => await _bucket.OpenAsync(Safe(key), null, cancellationToken);

    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => await _bucket.FindAsync(Safe(key), cancellationToken) is not null;

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => _bucket.DeleteAsync(Safe(key), cancellationToken);

    public void Dispose() => _bucket.Dispose();

    private async Task PutAsync(string key, Stream content, byte[] sha256, CancellationToken cancellationToken)
    {
        await _bucket.PutAsync(Safe(key), content, cancellationToken);
        if (!await IsKeptAsync(key, content.Length, sha256, cancellationToken))
        {
            await _bucket.DeleteAsync(key, CancellationToken.None);
            throw new IOException($"The bucket {_bucket.Place.Bucket} did not keep what it was sent.");
        }
    }

    private async Task<bool> IsKeptAsync(string key, long length, byte[] sha256, CancellationToken cancellationToken)
    {
        await using var kept = await _bucket.OpenAsync(key, null, cancellationToken);
        return kept?.Length == length && (await SHA256.HashDataAsync(kept, cancellationToken)).AsSpan().SequenceEqual(sha256);
    }

    private static string Safe(string key) =>
        StoreKeys.IsSafe(key) ? key : throw new ArgumentException("This key does not stay inside the store.", nameof(key));
}
