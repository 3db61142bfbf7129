using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Photoseek.Search.Duplicates;

/// <summary>
/// Looks for near-duplicates in the background for as long as there are pictures it has not seen: half of the time while nobody
/// searches, and hardly while somebody does.
/// </summary>
internal sealed class DuplicateFinder(NpgsqlDataSource database, SearchQueue searches, IOptions<SearchOptions> options, TimeProvider time, ILogger<DuplicateFinder> logger) : BackgroundService
{
    private const int PicturesBetweenSearches = 2;
    private const int RestBetweenSearches = 50;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

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
            var (pictures, share) = searches.IsQuiet(Quiet) ? (DuplicateSearch.Step, 1) : (PicturesBetweenSearches, RestBetweenSearches);
            try
            {
                rest = await search.StepAsync(pictures, stoppingToken) > 0 ? share * time.GetElapsedTime(started) : Idle;
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
