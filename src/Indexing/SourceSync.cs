using Microsoft.Extensions.Options;

namespace Photoseek.Indexing;

/// <summary>Brings the library in step with the configured sources.</summary>
public sealed class SourceSync
{
    private readonly SourceListOptions _sources;
    private readonly FolderImport _folders;

    internal SourceSync(IOptions<SourceListOptions> sources, FolderImport folders)
    {
        _sources = sources.Value;
        _folders = folders;
    }

    /// <summary>The configured sources' names, in the order of the configuration.</summary>
    public IReadOnlyList<string> Names => [.. _sources.Items.Select(static source => source.Name)];

    /// <summary>Looks through all of a source: takes in what is new or changed and takes out what is gone.</summary>
    /// <param name="source">One of <see cref="Names"/>, letter case aside.</param>
    /// <param name="progress">Told after each file; its total grows while a bucket is listed.</param>
    /// <param name="cancellationToken">Stops it; the next run goes on where a bucket's listing stopped.</param>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    /// <exception cref="IOException">The source cannot be reached; the message says why, without secrets.</exception>
    public Task<ImportSummary> RunAsync(string source, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var options = _sources.Items.FirstOrDefault(s => s.Name.Equals(source, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no source \"{source}\" in the configuration.", nameof(source));
        return options.Type switch
        {
            SourceType.Folder => _folders.RunAsync(options.Folder!, options.Name, progress, cancellationToken),
            _ => throw new NotSupportedException(),
        };
    }
}
