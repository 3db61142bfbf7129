using System.Buffers;
using System.Security.Cryptography;

namespace Photoseek.Indexing.Storage;

/// <summary>A folder. Objects are written beside it under another name, flushed to the disk, and then renamed.</summary>
/// <remarks>Safe for any number of processes on one folder: names of unfinished files are unique, and old ones are swept, not all.</remarks>
internal sealed class FileSystemStore : IObjectStore
{
    // Of a file still being written the time moves on; one at rest this long belongs to a process that died.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(15);
    private static readonly FileStreamOptions Writing = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
    private static readonly FileStreamOptions Reading = new() { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous };

    private readonly string _root;
    private readonly string _unfinished;

    public FileSystemStore(string folder, TimeProvider time)
    {
        _root = Path.GetFullPath(folder);
        _unfinished = Path.Combine(_root, ".unfinished");
        Directory.CreateDirectory(_unfinished);
        var limit = time.GetUtcNow().UtcDateTime - Abandoned;
        foreach (var file in new DirectoryInfo(_unfinished).EnumerateFiles().Where(f => f.LastWriteTimeUtc < limit))
        {
            file.Delete();
        }
    }

    public async Task<StagedObject> StageAsync(Stream content, long limit, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            await using var file = new FileStream(path, Writing);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var length = await CopyAsync(content, file, hash, limit, cancellationToken);
            file.Flush(flushToDisk: true);
            return new StagedObject(path, hash.GetHashAndReset(), length);
        }
        catch (Exception exception)
        {
            File.Delete(path);
            if (exception is IOException full && StoreFullException.Is(full))
            {
                throw new StoreFullException(full);
            }

            throw;
        }
    }

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

    private static async Task<long> CopyAsync(Stream from, FileStream to, IncrementalHash hash, long limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            long length = 0;
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    throw new ObjectTooLargeException(limit);
                }

                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string PathOf(string key) =>
        StoreKeys.IsSafe(key) ? Path.Combine(_root, key) : throw new ArgumentException("This key does not stay inside the store.", nameof(key));
}
