using Dapper;
using Npgsql;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Generations;

/// <summary>Changes to the table of vectors itself. They wait for every search that runs, and every search that comes waits for them: so they give way, and try again.</summary>
internal sealed class BriefLocks(NpgsqlDataSource database, TimeProvider time)
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs the work in a transaction that has the library alone.</summary>
    /// <exception cref="PostgresException">LockNotAvailable: something held the table all the while.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(work, cancellationToken);
            }
            catch (PostgresException e) when (attempt < Attempts && e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<NpgsqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        const string sql = "set local lock_timeout = '1s'";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));
        var result = await work(transaction);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
