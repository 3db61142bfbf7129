using Microsoft.Extensions.Options;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing;

/// <summary>Brings the library in step with the configured sources.</summary>
public sealed class SourceSync
{
    private readonly SourceListOptions _sources;
    private readonly FolderImport _folders;
    private readonly S3Sources _buckets;
    private readonly BucketSync _sync;
    private readonly DueSync _due;
    private readonly ImagePurge _purge;

    internal SourceSync(IOptions<SourceListOptions> sources, FolderImport folders, S3Sources buckets, BucketSync sync, DueSync due, ImagePurge purge)
    {
        _sources = sources.Value;
        _folders = folders;
        _buckets = buckets;
        _sync = sync;
        _due = due;
        _purge = purge;
    }

    /// <summary>The configured sources' names, in the order of the configuration.</summary>
    public IReadOnlyList<string> Names => [.. _sources.Items.Select(static source => source.Name)];

    /// <summary>Looks through all of a source: takes in what is new or changed, hides what is gone, and deletes what has been gone for long.</summary>
    /// <param name="source">One of <see cref="Names"/>, letter case aside.</param>
    /// <param name="progress">Told after each file; its total grows while a bucket is listed.</param>
    /// <param name="cancellationToken">Stops it; the next run goes on where a bucket's listing stopped.</param>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    /// <exception cref="IOException">The source cannot be reached; the message says why, without secrets.</exception>
    public async Task<ImportSummary> RunAsync(string source, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var options = Find(source);
        var summary = options.Type == SourceType.S3
            ? await _sync.RunAsync(options.Name, _buckets.Find(options.Name)!, progress, cancellationToken)
            : await _folders.RunAsync(options.Folder!, options.Name, progress, cancellationToken);
        await PurgeAsync(cancellationToken);
        return summary;
    }

    /// <summary>Looks at what events have named of a bucket, and at what could not be read before. The app does it by itself as it runs.</summary>
    /// <returns>How many objects were looked at; 0 for a folder.</returns>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    /// <exception cref="IOException">The source cannot be reached; the message says why, without secrets.</exception>
    public async Task<int> TakeDueAsync(string source, CancellationToken cancellationToken)
    {
        var options = Find(source);
        return options.Type == SourceType.S3 ? await _due.RunAsync(options.Name, _buckets.Find(options.Name)!, cancellationToken) : 0;
    }

    /// <summary>Deletes some of what has been gone from its source for long enough, whichever it was. The app does it by itself as it runs.</summary>
    /// <returns>How many images.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellationToken) => _purge.RunAsync(cancellationToken);

    private SourceOptions Find(string source) =>
        _sources.Items.FirstOrDefault(s => s.Name.Equals(source, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no source \"{source}\" in the configuration.", nameof(source));
}
