using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Cli;

/// <summary>Works off the work list from the command line, alone or beside a server that does the same, and shows how far it is.</summary>
internal static class Draining
{
    /// <returns>The counts when nothing is due any more.</returns>
    public static async Task<LibraryStatus> RunAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await TerminalProgress.RunAsync("Embedding", report => WatchAsync(services, report, cancellationToken));

    private static async Task<LibraryStatus> WatchAsync(IServiceProvider services, Action<double, double, string> report, CancellationToken cancellationToken)
    {
        var monitor = services.GetRequiredService<IndexingMonitor>();
        var total = (await monitor.OverviewAsync(cancellationToken)).Pending;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var drained = services.GetRequiredService<IndexingWorker>().DrainAsync(stop.Token);
        try
        {
            while (!drained.IsCompleted)
            {
                await Task.WhenAny(drained, tick.WaitForNextTickAsync(stop.Token).AsTask());
                var now = await monitor.OverviewAsync(stop.Token);
                total = Math.Max(total, now.Pending);
                report(total - now.Pending, total, $"{now.Pending:N0} to go, {now.PerSecond:0.0} a second");
            }
        }
        finally
        {
            // Whatever ended the watching, what is claimed is handed back before the database is let go.
            await stop.CancelAsync();
            await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await drained;
        return await services.GetRequiredService<PictureLibrary>().StatusAsync(cancellationToken);
    }
}
