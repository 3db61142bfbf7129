namespace Photoseek.Indexing.Storage;

/// <summary>An object on its way into the store: a file nobody else sees, gone when this is disposed.</summary>
internal sealed class StagedObject(string path, byte[] sha256, long length) : IDisposable
{
    public string Path { get; } = path;

    public byte[] Sha256 { get; } = sha256;

    public long Length { get; } = length;

    /// <summary>Reads it into memory of its length.</summary>
    public async Task ReadAsync(Memory<byte> memory, CancellationToken cancellationToken)
    {
        // Without a buffer of its own.
        await using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        await file.ReadExactlyAsync(memory, cancellationToken);
    }

    // A kept object has been renamed away: then there is nothing here to delete.
    public void Dispose() => File.Delete(Path);
}
