using Microsoft.Extensions.Logging;
using Npgsql;

namespace Photoseek.Indexing.Worker;

/// <summary>Waits for the database to come back: what is in hand is neither lost nor counted as failed.</summary>
internal sealed class Patience(TimeProvider time, ILogger<IndexingWorker> log)
{
    public Task RunAsync(Func<Task> work, CancellationToken cancellationToken) =>
        RunAsync(
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (NpgsqlException exception) when (IsOutage(exception) && !cancellationToken.IsCancellationRequested)
            {
                // Short, so that work goes on soon after the database is back.
                var wait = TimeSpan.FromSeconds(Math.Min(attempt, 5));
                log.DatabaseAway(exception, wait.TotalSeconds);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private static bool IsOutage(NpgsqlException exception) =>
        exception.IsTransient || exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
        || exception is { SqlState: null, InnerException: IOException or System.Net.Sockets.SocketException or TimeoutException or ObjectDisposedException };
}
