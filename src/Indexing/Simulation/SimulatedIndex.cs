using System.Globalization;
using Dapper;
using Npgsql;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Simulation;

/// <summary>The vector index around a bulk load: away before it, built after it.</summary>
internal sealed class SimulatedIndex(NpgsqlDataSource database, GenerationIndex index, BriefLocks locks, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(0.5);

    /// <summary>Drops the index if it is to grow by more than it has, and keeps others from building it until disposed.</summary>
    public async Task<IAsyncDisposable?> DropBeforeAsync(Generation generation, long missing, CancellationToken cancellationToken)
    {
        const string count = "select count(*) from (select from image_vectors where generation_id = @Id limit @missing) counted";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var there = await connection.QuerySingleAsync<long>(new CommandDefinition(count, new { generation.Id, missing }, cancellationToken: cancellationToken));
        if (there >= missing || await index.TakeTurnAsync(generation, cancellationToken) is not { } turn)
        {
            return null;
        }

        var drop = string.Create(CultureInfo.InvariantCulture, $"drop index if exists image_vectors_{generation.Id}_hnsw");
        await locks.RunAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(drop, transaction: transaction, cancellationToken: cancellationToken)),
            cancellationToken);
        return turn;
    }

    /// <summary>Returns when the index is there.</summary>
    public async Task BuildAsync(Generation generation, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var built = EnsureAsync(generation, cancellationToken);
        using var tick = new PeriodicTimer(Poll, time);
        while (!built.IsCompleted)
        {
            await Task.WhenAny(built, tick.WaitForNextTickAsync(cancellationToken).AsTask());
            await WatchAsync(generation, progress, cancellationToken);
        }

        await built;
    }

    private async Task EnsureAsync(Generation generation, CancellationToken cancellationToken)
    {
        while (!await index.EnsureAsync(generation, cancellationToken))
        {
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private async Task WatchAsync(Generation generation, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        const string sql = """
            select blocks_done, blocks_total, phase from pg_stat_progress_create_index
            where relid = to_regclass('image_vectors_' || @Id) and blocks_total > 0
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long Done, long Total, string Phase)>(new CommandDefinition(sql, new { generation.Id }, cancellationToken: cancellationToken));
        foreach (var (done, total, phase) in rows)
        {
            progress?.Report(new ImportProgress((int)done, (int)total, phase));
        }
    }
}
