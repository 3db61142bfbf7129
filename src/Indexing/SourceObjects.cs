using Microsoft.Extensions.Options;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing;

/// <summary>Reads pictures of the configured sources by their address, whether they are in the library or not. Nothing else can be named.</summary>
public sealed class SourceObjects
{
    private const string Scheme = "s3://";
    private readonly SourceListOptions _sources;
    private readonly S3Sources _buckets;
    private readonly PictureDecoder _decoder;

    internal SourceObjects(IOptions<SourceListOptions> sources, S3Sources buckets, PictureDecoder decoder)
    {
        _sources = sources.Value;
        _buckets = buckets;
        _decoder = decoder;
    }

    /// <summary>The bytes at an address.</summary>
    /// <param name="address"><c>s3://bucket/key</c> in the bucket and under the prefix of a configured source, or the path of a file under the folder of one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when no source has this address, or there is nothing at it: which of the two is nobody's business.</returns>
    /// <exception cref="PictureRefusedException">It is larger than a picture may be.</exception>
    /// <exception cref="IOException">It cannot be read just now.</exception>
    public async Task<byte[]?> ReadAsync(string address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        foreach (var source in _sources.Items)
        {
            if (await OpenAsync(source, address, cancellationToken) is { } stream)
            {
                await using (stream)
                {
                    return await BoundedRead.AllAsync(stream, _decoder.Limits.Bytes, cancellationToken);
                }
            }
        }

        return null;
    }

    private async Task<Stream?> OpenAsync(SourceOptions source, string address, CancellationToken cancellationToken)
    {
        if (source.Type == SourceType.S3)
        {
            return _buckets.Find(source.Name) is { } bucket && Below(address, $"{Scheme}{bucket.Place.Bucket}/{bucket.Place.Prefix}") is { } key
                ? await bucket.OpenAsync(key, null, cancellationToken)
                : null;
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Folder!));
        return Below(address, root + Path.DirectorySeparatorChar) is { } path ? SourceFolder.Open(root, path) : null;
    }

    private static string? Below(string address, string start) =>
        address.Length > start.Length && address.StartsWith(start, StringComparison.Ordinal) ? address[start.Length..] : null;
}
