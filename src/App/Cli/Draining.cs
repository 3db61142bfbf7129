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
        var drained = services.GetRequiredService<IndexingWorker>().DrainAsync(cancellationToken);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!drained.IsCompleted)
        {
            await Task.WhenAny(drained, tick.WaitForNextTickAsync(cancellationToken).AsTask());
            var now = await monitor.OverviewAsync(cancellationToken);
            total = Math.Max(total, now.Pending);
            report(total - now.Pending, total, $"{now.Pending:N0} to go, {now.PerSecond:0.0} a second");
        }

        await drained;
        return await services.GetRequiredService<PictureLibrary>().StatusAsync(cancellationToken);
    }
}
