namespace Photoseek.Indexing.Storage;

/// <summary>Bytes under keys. A key is data: parts of letters, digits, '-', '_' and '.' with '/' between them, never a path.</summary>
/// <remarks>An object is there whole or not at all, whatever happens while it is written.</remarks>
internal interface IObjectStore
{
    /// <summary>Reads a stream to its end, on local disk and out of sight, hashing on the way.</summary>
    /// <exception cref="ObjectTooLargeException">It is longer than <paramref name="limit"/>; nothing is left.</exception>
    /// <exception cref="StoreFullException">No room; nothing is left.</exception>
    public Task<StagedObject> StageAsync(Stream content, long limit, CancellationToken cancellationToken);

    /// <summary>Makes a staged object visible under a key, replacing what was there. The staged object is used up.</summary>
    public Task KeepAsync(StagedObject staged, string key, CancellationToken cancellationToken);

    /// <summary>Writes a small object in one go.</summary>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The object's bytes, owned by the caller; null when there is none of that key.</summary>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes it; nothing happens when it is not there.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken);
}
