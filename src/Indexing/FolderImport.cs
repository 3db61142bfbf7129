using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing;

/// <summary>Takes a folder's pictures in where they are: nothing is copied, nothing is written to the folder.</summary>
/// <remarks>JPEG, PNG and WebP by their names' ends. Hidden files and links (of files and of folders) are passed over.</remarks>
public sealed class FolderImport
{
    private const int Chunk = 200;

    private readonly NpgsqlDataSource _database;
    private readonly SourceRegistry _sources;
    private readonly FileTaker _taker;
    private readonly ImageRemoval _removal;
    private readonly ImageHiding _hiding;
    private readonly RemovalGuard _guard;
    private readonly Refusals _refusals;
    private readonly SidecarList _sidecars;
    private readonly SidecarSync _describing;
    private readonly WorkBell _bell;
    private readonly ILogger<FolderImport> _log;

    internal FolderImport(NpgsqlDataSource database, SourceRegistry sources, FileTaker taker, ImageRemoval removal, ImageHiding hiding, RemovalGuard guard, Refusals refusals, SidecarList sidecars, SidecarSync describing, WorkBell bell, ILogger<FolderImport> log)
    {
        _database = database;
        _sources = sources;
        _taker = taker;
        _removal = removal;
        _hiding = hiding;
        _guard = guard;
        _refusals = refusals;
        _sidecars = sidecars;
        _describing = describing;
        _bell = bell;
        _log = log;
    }

    /// <summary>Walks <paramref name="path"/> (a folder, with all below it, or one file) and records what is new or changed.</summary>
    /// <remarks>
    /// XMP files beside pictures ("a.jpg.xmp", "a.xmp") say more of them, and are followed when they change.
    /// Pictures whose files are gone since the last import, or are no pictures any more, are hidden at once and deleted
    /// later, unless some folder could not be read or more than a fifth of the source (or all of it) would go: then nothing
    /// is removed and <see cref="ImportSummary.Notice"/> says so.
    /// </remarks>
    /// <exception cref="DirectoryNotFoundException">There is no such folder or file.</exception>
    public Task<ImportSummary> RunAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(path, null, progress, cancellationToken);

    /// <summary>Takes a source out of the library, with the pictures that only it has. The files of a folder stay.</summary>
    /// <returns>False when there is no source of that name.</returns>
    public Task<bool> RemoveSourceAsync(string name, CancellationToken cancellationToken) => _removal.RemoveSourceAsync(name, cancellationToken);

    internal async Task<ImportSummary> RunAsync(string path, string? sourceName, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(path))
        {
            path = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            var folder = Path.GetDirectoryName(path)!;
            var one = new FolderListing([SourceFolder.KeyOf(folder, path)], SourceFolder.SidecarsOf(folder, path), []);
            return await TakeAsync(folder, sourceName, one, whole: false, progress, cancellationToken);
        }

        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder or file {path}.");
        }

        var listing = SourceFolder.List(path, cancellationToken);
        return await TakeAsync(path, sourceName, listing, whole: true, progress, cancellationToken);
    }

    private async Task<ImportSummary> TakeAsync(string root, string? name, FolderListing listing, bool whole, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var source = await _sources.FolderAsync(root, name, cancellationToken);
        var started = await NowAsync(cancellationToken);
        var taken = new ConcurrentBag<FileTaken>();
        var done = 0;

        // Before the pictures, which then are described with them at once.
        foreach (var sidecars in listing.Sidecars.Where(static s => SourceFolder.IsSafe(s.Key)).Chunk(Chunk))
        {
            await _sidecars.RecordAsync(source, sidecars, started, cancellationToken);
        }

        foreach (var keys in listing.Keys.Chunk(Chunk))
        {
            var known = await _taker.KnownAsync(source, keys, cancellationToken);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount), CancellationToken = cancellationToken };
            var page = new ConcurrentBag<FileTaken>();
            await Parallel.ForEachAsync(keys, parallel, async (key, token) =>
            {
                var file = await _taker.TakeAsync(source, root, key, known.GetValueOrDefault(key), started, token);
                taken.Add(file);
                page.Add(file);
                progress?.Report(new ImportProgress(Interlocked.Increment(ref done), listing.Keys.Count, key));
            });

            // What has become something else than a picture is as good as gone, and goes with what is.
            await _taker.MarkSeenAsync(source, [.. keys.Except(page.Where(static r => r.IsLost).Select(static r => r.Result.File))], started, cancellationToken);
            await _refusals.RecordAsync(source, page, cancellationToken);
            await _hiding.HideOrphansAsync([.. page.Select(static r => r.Replaced).OfType<long>()], cancellationToken);
            _bell.Ring();
        }

        var (removed, notice) = whole ? await RemoveGoneAsync(source, root, started, listing, cancellationToken) : (0, null);
        await _describing.RunAsync(source, whole && notice is null ? started : null, cancellationToken);
        var results = taken.Select(static file => file.Result).ToList();
        var summary = new ImportSummary(
            results.Count(static r => r.Status == IntakeStatus.Accepted),
            results.Count(static r => r.Status == IntakeStatus.Duplicate),
            [.. results.Where(static r => r.Status == IntakeStatus.Refused).OrderBy(static r => r.File, StringComparer.Ordinal)],
            removed,
            notice);
        _log.Imported(root, summary.Accepted, summary.Duplicates, summary.Refused.Count, removed, notice ?? "all is well");
        return summary;
    }

    private async Task<(int Removed, string? Notice)> RemoveGoneAsync(int source, string root, DateTime started, FolderListing listing, CancellationToken cancellationToken)
    {
        const string sql = """
            select count(*) filter (where seen_at < @started) as gone, count(*) as known
            from image_objects where source_id = @source and gone_at is null
            """;
        if (listing.Unreadable is [var first, ..])
        {
            return (0, $"{listing.Unreadable.Count} folders could not be read ({first}), so nothing was removed.");
        }

        if (SourceFolder.IsAway(root))
        {
            return (0, "The folder is empty, so nothing was removed; is the disk mounted?");
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var (gone, known) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(sql, new { source, started }, cancellationToken: cancellationToken));
        if (!await _guard.MayRemoveAsync(source, gone, known, mustAsk: false, cancellationToken))
        {
            return (0, $"{gone} of {known} pictures are gone from the folder. That is more than a fifth, so nothing was removed; is the disk mounted? If it is meant, accept the removal.");
        }

        var removed = gone == 0 ? 0 : await _hiding.HideObjectsAsync(source, started, cancellationToken);
        await _guard.SettleAsync(source, cancellationToken);
        await _refusals.ForgetAsync(source, started, cancellationToken);
        return (removed, null);
    }

    // The database's clock, as it is compared with what the database wrote.
    private async Task<DateTime> NowAsync(CancellationToken cancellationToken)
    {
        const string sql = "select clock_timestamp()";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<DateTime>(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }
}
