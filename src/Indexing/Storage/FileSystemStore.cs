namespace Photoseek.Indexing.Storage;

/// <summary>A folder. Objects are written beside it under another name, flushed to the disk, and then renamed.</summary>
/// <remarks>Safe for any number of processes on one folder: names of unfinished files are unique, and old ones are swept, not all.</remarks>
internal sealed class FileSystemStore : IObjectStore
{
    private static readonly FileStreamOptions Reading = new() { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous };

    private readonly string _root;
    private readonly Staging _staging;

    public FileSystemStore(string folder, TimeProvider time)
    {
        _root = Path.GetFullPath(folder);
        _staging = new Staging(Path.Combine(_root, ".unfinished"), time);
    }

    public Task<StagedObject> StageAsync(Stream content, long limit, CancellationToken cancellationToken) => _staging.StageAsync(content, limit, cancellationToken);

    public Task KeepAsync(StagedObject staged, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(staged.Path, path, overwrite: true);

            // Flushing the renamed file makes the common file systems write the rename itself down too.
            using var kept = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(kept);
        }
        catch (IOException exception) when (StoreFullException.Is(exception))
        {
            throw new StoreFullException(exception);
        }

        return Task.CompletedTask;
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream(content.ToArray(), writable: false);
        using var staged = await StageAsync(bytes, long.MaxValue, cancellationToken);
        await KeepAsync(staged, key, cancellationToken);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), Reading));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(File.Exists(PathOf(key)));
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // As gone as it can be.
        }

        return Task.CompletedTask;
    }

    private string PathOf(string key) =>
        StoreKeys.IsSafe(key) ? Path.Combine(_root, key) : throw new ArgumentException("This key does not stay inside the store.", nameof(key));
}
