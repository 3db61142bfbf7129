using System.Data.Common;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Http.Jobs;

/// <summary>Tells browsers how indexing stands, by server-sent events.</summary>
internal sealed class StatusStream(IndexingMonitor monitor, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StatusStream> log)
{
    /// <summary>Who comes when so many watch is told to come back later.</summary>
    public const int MostWatchers = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Browsers connect again by themselves; whoever is gone without a word does not stay for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private int _watchers;

    /// <summary><c>GET /api/status/stream</c>.</summary>
    public IResult Open(HttpContext context)
    {
        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _watchers);
            return Task.CompletedTask;
        });
        return Interlocked.Increment(ref _watchers) > MostWatchers
            ? Problems.Of(ProblemKind.TooManyWatchers, $"{MostWatchers} others are watching.")
            : TypedResults.ServerSentEvents(WatchAsync(context.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<StatusEvent>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        end.CancelAfter(Longest);
        StatusEvent? last = null;
        var silent = 0;
        while (!end.IsCancellationRequested)
        {
            // Every fifteenth second at the latest, or what stands between would take the line for dead.
            if (await LookAsync(end.Token) is { } now && (now != last || ++silent >= 15))
            {
                (last, silent) = (now, 0);
                yield return new SseItem<StatusEvent>(now, "status") { ReconnectionInterval = TimeSpan.FromSeconds(3) };
            }

            await Task.Delay(Pause, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // While the database is away the stream is silent and goes on afterwards.
    private async Task<StatusEvent?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return StatusEvent.Of(await monitor.OverviewAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or OperationCanceledException)
        {
            log.StatusUnread(exception);
            return null;
        }
    }
}
