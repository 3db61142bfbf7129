namespace Photoseek.Indexing.Storage;

/// <summary>An object on its way into the store: a file nobody else sees, gone when this is disposed.</summary>
internal sealed class StagedObject(string path, byte[] sha256, long length) : IDisposable
{
    public string Path { get; } = path;

    public byte[] Sha256 { get; } = sha256;

    public long Length { get; } = length;

    public Task<byte[]> ReadAsync(CancellationToken cancellationToken) => File.ReadAllBytesAsync(Path, cancellationToken);

    // A kept object has been renamed away: then there is nothing here to delete.
    public void Dispose() => File.Delete(Path);
}
