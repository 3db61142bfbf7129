using System.Buffers;
using System.Security.Cryptography;

namespace Photoseek.Indexing.Storage;

/// <summary>A folder of objects on their way into a store, on local disk.</summary>
/// <remarks>Safe for any number of processes on one folder: names are unique, and old files are swept at start, not all.</remarks>
internal sealed class Staging
{
    // Of a file still being written the time moves on; one at rest this long belongs to a process that died.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(15);
    private static readonly FileStreamOptions Writing = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };

    private readonly string _folder;

    public Staging(string folder, TimeProvider time)
    {
        _folder = folder;
        Directory.CreateDirectory(_folder);
        var limit = time.GetUtcNow().UtcDateTime - Abandoned;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles().Where(f => f.LastWriteTimeUtc < limit))
        {
            file.Delete();
        }
    }

    /// <inheritdoc cref="IObjectStore.StageAsync"/>
    public async Task<StagedObject> StageAsync(Stream content, long limit, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
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
}
