using Microsoft.Extensions.Logging;
using Photoseek.Embedding;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing;

/// <summary>Claims pending pictures in batches, embeds them and writes vector, metadata and thumbnail.</summary>
/// <remarks>
/// Any number of workers, in any number of processes, may run on one database. Each works on the generations whose models
/// it has: on the one that serves first, then on the one that is being built.
/// </remarks>
public sealed class IndexingWorker
{
    private static readonly TimeSpan BeforeAnew = TimeSpan.FromSeconds(5);

    private readonly GenerationOpening _opening;
    private readonly GenerationCrew _crew;
    private readonly WorkBell _bell;
    private readonly RightOfWay _way;
    private readonly TimeProvider _time;
    private readonly ILogger<IndexingWorker> _log;

    internal IndexingWorker(GenerationOpening opening, GenerationCrew crew, WorkBell bell, RightOfWay way, TimeProvider time, ILogger<IndexingWorker> log)
    {
        _opening = opening;
        _crew = crew;
        _bell = bell;
        _way = way;
        _time = time;
        _log = log;
    }

    /// <summary>Wakes the worker: there is new work.</summary>
    public void Ring() => _bell.Ring();

    /// <summary>Works until nothing is due any more, then returns. For the command line.</summary>
    /// <remarks>What failed for a passing reason becomes due later and is left to the next run.</remarks>
    public Task DrainAsync(CancellationToken cancellationToken) => RunOnceAsync(untilDone: true, cancellationToken);

    /// <summary>Works until cancelled, then hands back what it had claimed and returns. Outlives the database's absences.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(untilDone: false, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever broke, the pictures on the list are still owed.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _log.RunBroke(exception, BeforeAnew.TotalSeconds);
                await Task.Delay(BeforeAnew, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync(bool untilDone, CancellationToken cancellationToken)
    {
        var patience = new Patience(_time, _log);
        using var cpu = new CpuSlots(Environment.ProcessorCount, _way);
        using (await patience.RunAsync(() => _opening.OpenAsync(asServer: !untilDone, cancellationToken), cancellationToken))
        {
            if (untilDone)
            {
                await _crew.DrainAsync(cpu, patience, cancellationToken);
                return;
            }
        }

        await _crew.RunAsync(cpu, patience, cancellationToken);
    }
}
