using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing;

/// <summary>Claims pending pictures in batches, embeds them and writes vector, metadata and thumbnail.</summary>
/// <remarks>
/// Any number of workers, in any number of processes, may run on one database. Beginning to work makes the loaded
/// model's generation the served one and puts every image without a vector of it on the work list.
/// </remarks>
public sealed class IndexingWorker
{
    private static readonly TimeSpan BeforeAnew = TimeSpan.FromSeconds(5);

    private readonly GenerationRegistry _generations;
    private readonly PendingPictures _pending;
    private readonly OriginalReader _originals;
    private readonly IObjectStore _store;
    private readonly PictureDecoder _decoder;
    private readonly MetadataReader _metadata;
    private readonly ClipModel _model;
    private readonly WorkBell _bell;
    private readonly IndexingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<IndexingWorker> _log;

    internal IndexingWorker(
        GenerationRegistry generations, PendingPictures pending, OriginalReader originals, IObjectStore store, PictureDecoder decoder,
        MetadataReader metadata, ClipModel model, WorkBell bell, IOptions<IndexingOptions> options, TimeProvider time, ILogger<IndexingWorker> log)
    {
        _generations = generations;
        _pending = pending;
        _originals = originals;
        _store = store;
        _decoder = decoder;
        _metadata = metadata;
        _model = model;
        _bell = bell;
        _options = options.Value;
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
        using var cpu = new CpuSlots(Environment.ProcessorCount);
        var generation = await patience.RunAsync(() => _generations.ServeAsync(_model.Identity, cancellationToken), cancellationToken);
        var preparer = new PicturePreparer(_originals, _store, _decoder, _metadata, _model, cpu, _log);
        using var run = new IndexingRun(generation, _pending, _originals, preparer, _model, cpu, patience, _bell, _options, _time, _log);
        await run.RunAsync(untilDone, cancellationToken);
    }
}
