using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Storage.S3;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Sources;

/// <summary>Looks through a bucket, page by page, and takes in what is new or changed and out what is gone.</summary>
internal sealed class BucketSync(
    NpgsqlDataSource database, SourceRegistry sources, ListingJournal journal, FileTaker files, ObjectTaker objects, DueKeys due,
    ImageHiding hiding, RemovalGuard guard, Refusals refusals, SidecarList sidecars, SidecarSync describing, WorkBell bell, ILogger<SourceSync> log)
{
    private const int Parallel = 4;
    private const int MostFailures = 20;

    public async Task<ImportSummary> RunAsync(string name, S3Bucket bucket, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var source = await sources.BucketAsync(name, bucket.Place.Root, cancellationToken);
        await using var mine = await SourceLock.TryTakeAsync(database, source, cancellationToken);
        if (mine is null)
        {
            return new ImportSummary(0, 0, [], 0, "This source is being looked through already.");
        }

        var run = new Run(source, bucket, new SyncTally(), progress);
        var listing = await journal.BeginAsync(source, cancellationToken);
        while (true)
        {
            var page = await bucket.ListAsync(listing.AfterKey, cancellationToken);
            var pictures = await TakePageAsync(run, page, listing, cancellationToken);
            listing = listing with { Listed = listing.Listed + pictures, AfterKey = page.Next };
            if (page.Next is null)
            {
                break;
            }

            await journal.AdvanceAsync(source, listing, cancellationToken);
        }

        var (removed, notice) = await RemoveGoneAsync(source, listing, cancellationToken);
        await describing.RunAsync(source, notice is null ? listing.BeganAt : null, cancellationToken);
        await journal.FinishAsync(source, listing, cancellationToken);
        var summary = run.Tally.Sum(removed, notice);
        log.Imported(name, summary.Accepted, summary.Duplicates, summary.Refused.Count, removed, summary.Notice ?? "all is well");
        return summary;
    }

    private async Task<int> TakePageAsync(Run run, S3Page page, SourceListing listing, CancellationToken cancellationToken)
    {
        var found = page.Objects.Where(static o => SourceFolder.IsPicture(o.Key) && !o.Key.Contains('\0', StringComparison.Ordinal)).ToList();
        var beside = page.Objects.Where(static o => SidecarFile.IsOne(o.Key) && S3Bucket.IsSafe(o.Key)).Select(SidecarOf).ToList();

        // Before the pictures, which then are described with them at once.
        await sidecars.RecordAsync(run.Source, beside, listing.BeganAt, cancellationToken);
        string[] keys = [.. found.Select(static o => o.Key)];
        var known = await files.KnownAsync(run.Source, keys, cancellationToken);
        var (results, failed) = (new ConcurrentBag<FileTaken>(), new ConcurrentBag<string>());
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(found, limits, async (item, token) =>
        {
            var taken = await TryTakeAsync(run, item, known.GetValueOrDefault(item.Key), listing.BeganAt, token);
            if (taken is null)
            {
                failed.Add(item.Key);
                GiveUpAfter(failed.Count, found.Count, run.Bucket);
            }
            else
            {
                results.Add(taken);
            }

            run.Tally.Add(taken?.Result ?? new IntakeResult(item.Key, IntakeStatus.Refused, null, "It could not be read; it is tried again soon."));
            run.Progress?.Report(new ImportProgress(run.Tally.Done, Math.Max(run.Tally.Done, (int)listing.Listed + found.Count), item.Key));
        });

        // What could not be read is there all the same; what has become something else than a picture goes with what is gone.
        await files.MarkSeenAsync(run.Source, [.. keys.Except(results.Where(static r => r.IsLost).Select(static r => r.Result.File))], listing.BeganAt, cancellationToken);
        await refusals.RecordAsync(run.Source, results, cancellationToken);
        await due.MarkAsync(run.Source, failed, cancellationToken);
        await hiding.HideOrphansAsync([.. results.Select(static r => r.Replaced).OfType<long>()], cancellationToken);
        bell.Ring();
        return found.Count;
    }

    private async Task<FileTaken?> TryTakeAsync(Run run, S3Object item, KnownFile? known, DateTime seenAt, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.TakeAsync(run.Source, run.Bucket, item, known, seenAt, cancellationToken);
        }
        catch (IOException exception) when (exception is not SourceAwayException)
        {
            log.UnreadableFile(exception, PlainText.Line(item.Key, 1024) ?? "");
            return null;
        }
    }

    // A bucket that can be listed and not read: the run stops, and goes on from this page when it is begun again.
    private static void GiveUpAfter(int failures, int of, S3Bucket bucket)
    {
        if (failures > MostFailures && failures > of / 2)
        {
            throw new SourceAwayException($"{failures} objects of the bucket {bucket.Place.Bucket} could not be read, one after the other.");
        }
    }

    private async Task<(int Removed, string? Notice)> RemoveGoneAsync(int source, SourceListing listing, CancellationToken cancellationToken)
    {
        const string sql = "select count(*) filter (where seen_at < @BeganAt) as gone, count(*) as known from image_objects where source_id = @source and gone_at is null";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (gone, known) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(sql, new { source, listing.BeganAt }, cancellationToken: cancellationToken));
        if (!await guard.MayRemoveAsync(source, gone, known, mustAsk: listing.Listed == 0, cancellationToken))
        {
            return (0, listing.Listed == 0
                ? "There is not one picture in the bucket any more, so nothing was removed; is the prefix right? If it is meant, accept the removal."
                : $"{gone} of {known} pictures are gone from the bucket. That is more than a fifth, so nothing was removed. If it is meant, accept the removal.");
        }

        var removed = gone == 0 ? 0 : await hiding.HideObjectsAsync(source, listing.BeganAt, cancellationToken);
        await guard.SettleAsync(source, cancellationToken);
        await refusals.ForgetAsync(source, listing.BeganAt, cancellationToken);
        return (removed, null);
    }

    internal static SidecarFile SidecarOf(S3Object found) => new(found.Key, SidecarFile.VersionOf(found.Etag, found.Length, found.ModifiedAt));

    private sealed record Run(int Source, S3Bucket Bucket, SyncTally Tally, IProgress<ImportProgress>? Progress);
}
