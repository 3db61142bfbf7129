using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>Looks at what is due of the configured buckets, as long as the host runs.</summary>
internal sealed class SourceWatch(SourceSync sync, IOptions<SourceListOptions> sources, IOptions<IndexingOptions> options, TimeProvider time, ILogger<SourceSync> log) : BackgroundService
{
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(sources.Value.Items.Where(static source => source.Type == SourceType.S3).Select(source => WatchAsync(source.Name, stoppingToken)));

    private async Task WatchAsync(string source, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = options.Value.Poll;
            try
            {
                await sync.TakeDueAsync(source, cancellationToken);
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
