namespace Photoseek.Indexing.Jobs;

/// <summary>The jobs: each does its work through the module that knows how, and leaves a record.</summary>
public sealed class LibraryJobs
{
    /// <summary>Brings the library in step with one source.</summary>
    public const string Sync = "sync";

    /// <summary>See <see cref="IndexingControl.IndexMissingAsync"/>.</summary>
    public const string IndexMissing = "index-missing";

    /// <summary>See <see cref="IndexingControl.ReembedAsync"/>.</summary>
    public const string Reembed = "re-embed";

    /// <summary>Downloads a model that <see cref="ModelInstalls"/> asks for.</summary>
    public const string InstallModel = "install-model";

    private readonly JobRuns _runs;
    private readonly SourceSync _sources;
    private readonly IndexingControl _control;

    internal LibraryJobs(JobRuns runs, SourceSync sources, IndexingControl control)
    {
        _runs = runs;
        _sources = sources;
        _control = control;
    }

    /// <summary>Looks through all of a source.</summary>
    /// <param name="source">One of <see cref="SourceSync.Names"/>, letter case aside.</param>
    /// <param name="progress">Told beside the record; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What came of it, in a sentence.</returns>
    /// <exception cref="InvalidDataException">No source of that name is configured.</exception>
    /// <exception cref="JobConflictException">It is looked through already.</exception>
    /// <exception cref="IOException">The source cannot be reached.</exception>
    public Task<string> SyncAsync(string source, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var name = NameOf(source);
        return _runs.RunAsync(Sync, name, async (record, token) => Describe(await _sources.RunAsync(name, new Both(record, progress), token)), cancellationToken);
    }

    /// <summary>The source as it is configured.</summary>
    /// <exception cref="InvalidDataException">No source of that name is configured.</exception>
    public string NameOf(string source) => _sources.Names.FirstOrDefault(name => name.Equals(source, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidDataException($"There is no source \"{source}\" in the configuration.");

    /// <summary>Owes pictures vectors: every one that has none, or every one (<paramref name="all"/>).</summary>
    /// <param name="all">Those that have one too.</param>
    /// <param name="asked">When it was asked for: what has been embedded since is not owed again, so that what was broken off is gone on with.</param>
    /// <param name="progress">Told beside the record; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many were not on the work list yet.</returns>
    /// <exception cref="JobConflictException">It runs already.</exception>
    public async Task<int> OweAsync(bool all, DateTime asked, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var count = 0;
        await _runs.RunAsync(
            all ? Reembed : IndexMissing,
            "",
            async (record, token) =>
            {
                count = await _control.OweAsync(all ? asked : null, new Both(record, progress), token);
                return $"{count} pictures put on the work list.";
            },
            cancellationToken);
        return count;
    }

    private static string Describe(ImportSummary summary)
    {
        var sentence = $"{summary.Accepted} new, {summary.Duplicates} already there, {summary.Refused.Count} refused, {summary.Removed} removed.";
        return summary.Notice is null ? sentence : $"{sentence} {summary.Notice}";
    }

    private sealed class Both(IProgress<ImportProgress> record, IProgress<ImportProgress>? other) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            record.Report(value);
            other?.Report(value);
        }
    }
}
