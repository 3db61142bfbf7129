using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>Looks at what is due of the configured buckets, and purges, as long as the host runs.</summary>
internal sealed class SourceWatch(SourceSync sync, IOptions<SourceListOptions> sources, IOptions<IndexingOptions> options, TimeProvider time, ILogger<SourceSync> log) : BackgroundService
{
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(
        [
            RepeatAsync("the library's purge", sync.PurgeAsync, BetweenPurges, stoppingToken),
            .. sources.Value.Items.Where(static source => source.Type == SourceType.S3).Select(source =>
                RepeatAsync(source.Name, token => sync.TakeDueAsync(source.Name, token), options.Value.Poll, stoppingToken)),
        ]);

    private async Task RepeatAsync(string source, Func<CancellationToken, Task> look, TimeSpan pause, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = pause;
            try
            {
                await look(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or NpgsqlException or InvalidOperationException)
            {
                log.WatchBroke(exception, source, WhileAway.TotalSeconds);
                wait = WhileAway;
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
