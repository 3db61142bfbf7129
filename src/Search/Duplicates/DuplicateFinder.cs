using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Photoseek.Search.Duplicates;

/// <summary>Looks for near-duplicates in the background, at most half of the time, for as long as there are pictures it has not seen.</summary>
internal sealed class DuplicateFinder(NpgsqlDataSource database, IOptions<SearchOptions> options, TimeProvider time, ILogger<DuplicateFinder> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.FindDuplicates)
        {
            return;
        }

        var search = new DuplicateSearch(database, options.Value);
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            var rest = Idle;
            try
            {
                rest = await search.StepAsync(stoppingToken) > 0 ? time.GetElapsedTime(started) : Idle;
            }
            catch (NpgsqlException e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.DuplicatesPostponed(e);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
