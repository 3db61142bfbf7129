using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage.S3;

namespace Photoseek.Indexing;

/// <summary>Takes note of what a bucket says has happened in it. Only a hint: the key is looked at, the event is not believed.</summary>
public sealed class SourceEvents
{
    private readonly SourceListOptions _options;
    private readonly SourceRegistry _sources;
    private readonly DueKeys _due;

    internal SourceEvents(IOptions<SourceListOptions> options, SourceRegistry sources, DueKeys due)
    {
        _options = options.Value;
        _sources = sources;
        _due = due;
    }

    /// <summary>The names of the sources whose events may be given with this token; compared in a time that says nothing about it.</summary>
    public IReadOnlyList<string> Allowed(string token)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        return [.. _options.Items
            .Where(source => source is { Type: SourceType.S3, WebhookToken: { Length: > 0 } wanted }
                && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)), given))
            .Select(static source => source.Name)];
    }

    /// <summary>Marks objects as due where one of the sources has them: its bucket, its prefix, a picture's name or a sidecar's. Twice is once.</summary>
    /// <param name="sources">What <see cref="Allowed"/> said.</param>
    /// <param name="objects">Buckets and whole keys, as the bucket's server names them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many of the objects belong to one of the sources.</returns>
    public async Task<int> MarkAsync(IReadOnlyList<string> sources, IReadOnlyList<(string Bucket, string Key)> objects, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var options in _options.Items.Where(source => sources.Contains(source.Name)))
        {
            var place = S3Place.Of(options);
            string[] keys = [.. objects
                .Where(o => o.Bucket == place.Bucket && o.Key.StartsWith(place.Prefix, StringComparison.Ordinal))
                .Select(o => o.Key[place.Prefix.Length..])
                .Where(static key => S3Bucket.IsSafe(key) && (SourceFolder.IsPicture(key) || SidecarFile.IsOne(key)))];
            count += keys.Length;
            if (keys.Length > 0)
            {
                await _due.MarkAsync(await _sources.BucketAsync(options.Name, place.Root, cancellationToken), keys, cancellationToken);
            }
        }

        return count;
    }
}
