using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Storage.S3;

namespace Photoseek.Indexing.Sources;

/// <summary>The buckets of the configured sources, each opened once.</summary>
internal sealed class S3Sources(IOptions<SourceListOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<S3Bucket>> _buckets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The source's bucket; null when no source of type S3 is configured by this name.</summary>
    public S3Bucket? Find(string name) =>
        options.Value.Items.FirstOrDefault(source => source.Type == SourceType.S3 && source.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } source
            ? _buckets.GetOrAdd(name, _ => new Lazy<S3Bucket>(() => new S3Bucket(S3Place.Of(source)))).Value
            : null;

    /// <summary>The original's bytes; null when the object is gone, or another has taken its place.</summary>
    /// <exception cref="SourceAwayException">The bucket cannot be reached or read at all.</exception>
    /// <exception cref="IOException">This object cannot be read just now.</exception>
    public async Task<Stream?> OpenAsync(OriginalLocation location, CancellationToken cancellationToken)
    {
        var bucket = Find(location.Source) ?? throw new SourceAwayException($"The source {location.Source} is not configured at the moment.");
        try
        {
            var body = await bucket.OpenAsync(location.Key, null, cancellationToken);
            if (body is not null && body.Length != location.ByteSize)
            {
                await body.DisposeAsync();
                throw new IOException("The object has another length than when it was taken in.");
            }

            return body;
        }
        catch (IOException exception) when (exception is not SourceAwayException)
        {
            // If nothing at all can be listed it is not about this one.
            await AskAsync(bucket, cancellationToken);
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets.Values.Where(static bucket => bucket.IsValueCreated))
        {
            bucket.Value.Dispose();
        }
    }

    private static async Task AskAsync(S3Bucket bucket, CancellationToken cancellationToken)
    {
        try
        {
            await bucket.ListAsync(null, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new SourceAwayException(exception.Message);
        }
    }
}
