using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Photoseek.Indexing.Worker;

/// <summary>
/// Shows all instances that this one indexes, by a lock that goes with its connection, however the process ends.
/// </summary>
internal sealed class WorkerPresence(NpgsqlDataSource database, TimeProvider time, ILogger<IndexingWorker> log) : BackgroundService
{
    /// <summary>How many instances index.</summary>
    public const string CountSql = """
        (select count(*)::int from pg_locks
         where locktype = 'advisory' and classid = 1466921579 and objid = 1 and objsubid = 2 and granted
           and database = (select oid from pg_database where datname = current_database()))
        """;

    // "Work", as above.
    private const int Class = 1466921579;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>How many instances index now, this one among them once it does.</summary>
    public static async Task<int> CountAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        const string sql = $"select {CountSql}";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<int>(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await ShowAsync(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException exception)
            {
                log.NotSeenIndexing(exception);
                await Task.Delay(Beat, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ShowAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string show = "select pg_advisory_lock_shared(@Class, 1)";
        const string keep = "select 1";
        const string hide = "select pg_advisory_unlock_shared(@Class, 1)";
        await connection.ExecuteAsync(new CommandDefinition(show, new { Class }, cancellationToken: cancellationToken));
        try
        {
            // Until the host stops, or the connection breaks.
            while (true)
            {
                await Task.Delay(Beat, time, cancellationToken);
                await connection.ExecuteAsync(new CommandDefinition(keep, cancellationToken: cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            // The connection goes back to its pool, and would keep the lock there.
            await connection.ExecuteAsync(hide, new { Class });
            throw;
        }
    }
}
