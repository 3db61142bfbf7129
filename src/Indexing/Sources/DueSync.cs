using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Storage.S3;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Sources;

/// <summary>Looks at the keys of a bucket that are due: what is there is taken in if it is new or changed, what is gone is hidden.</summary>
internal sealed class DueSync(
    NpgsqlDataSource database, SourceRegistry sources, FileTaker files, ObjectTaker objects, DueKeys due, ImageHiding hiding, Refusals refusals, SidecarList sidecars, SidecarSync describing, WorkBell bell, ILogger<SourceSync> log)
{
    private const int Chunk = 100;
    private const int Parallel = 4;

    /// <returns>How many keys were looked at.</returns>
    /// <exception cref="SourceAwayException">The bucket cannot be reached; what was claimed comes back.</exception>
    public async Task<int> RunAsync(string name, S3Bucket bucket, CancellationToken cancellationToken)
    {
        var source = await sources.BucketAsync(name, bucket.Place.Root, cancellationToken);
        var count = 0;
        var isDescribing = false;
        while (await due.ClaimAsync(source, Chunk, cancellationToken) is { Length: > 0 } keys)
        {
            await TakeAsync(source, bucket, keys, cancellationToken);
            count += keys.Length;
            isDescribing |= keys.Any(static k => SidecarFile.IsOne(k.Key));
        }

        if (isDescribing)
        {
            await describing.RunAsync(source, null, cancellationToken);
        }

        return count;
    }

    private async Task TakeAsync(int source, S3Bucket bucket, DueKey[] keys, CancellationToken cancellationToken)
    {
        var known = await files.KnownAsync(source, [.. keys.Select(static k => k.Key)], cancellationToken);
        var (done, gone, results) = (new ConcurrentBag<DueKey>(), new ConcurrentBag<string>(), new ConcurrentBag<FileTaken>());
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(keys, limits, async (key, token) =>
        {
            try
            {
                var recorded = known.GetValueOrDefault(key.Key);
                var found = await bucket.FindAsync(key.Key, token);
                if (SidecarFile.IsOne(key.Key))
                {
                    await NoteSidecarAsync(source, key.Key, found, token);
                    done.Add(key);
                    return;
                }

                var taken = found is null ? null : await objects.TakeAsync(source, bucket, found, recorded, null, token);
                if (taken is { IsLost: true } || (taken is null && recorded is { IsGone: false }))
                {
                    gone.Add(key.Key);
                }

                if (taken is not null)
                {
                    results.Add(taken);
                }

                done.Add(key);
            }
            catch (IOException exception) when (exception is not SourceAwayException)
            {
                log.UnreadableFile(exception, PlainText.Line(key.Key, 1024) ?? "");
                await due.PostponeAsync(source, key, token);
            }
        });

        // With more gone than goes without asking it is for the listing to say so.
        if (await MayRemoveAsync(source, gone.Count, cancellationToken))
        {
            await hiding.HideKeysAsync(source, gone, cancellationToken);
        }

        await refusals.RecordAsync(source, results, cancellationToken);
        await hiding.HideOrphansAsync([.. results.Select(static r => r.Replaced).OfType<long>()], cancellationToken);
        await due.DoneAsync(source, done, cancellationToken);
        bell.Ring();
    }

    private Task NoteSidecarAsync(int source, string key, S3Object? found, CancellationToken cancellationToken) => found is null
        ? sidecars.RemoveAsync(source, key, cancellationToken)
        : sidecars.RecordAsync(source, [BucketSync.SidecarOf(found)], null, cancellationToken);

    // Counted from the last complete listing, so that many small removals are not let through where a large one is not.
    private async Task<bool> MayRemoveAsync(int source, int gone, CancellationToken cancellationToken)
    {
        const string sql = """
            select coalesce((select complete from source_listings where source_id = @source), 0) as complete,
              (select count(*) from image_objects where source_id = @source and gone_at is null) as known
            """;
        if (gone == 0)
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (complete, known) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(sql, new { source }, cancellationToken: cancellationToken));
        return complete > 0 && !RemovalGuard.IsTooMuch(complete - known + gone, complete);
    }
}
