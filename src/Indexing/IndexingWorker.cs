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

    private readonly GenerationRegistry generations;
    private readonly PendingPictures pending;
    private readonly OriginalReader originals;
    private readonly IObjectStore store;
    private readonly PictureDecoder decoder;
    private readonly MetadataReader metadata;
    private readonly ClipModel model;
    private readonly WorkBell bell;
    private readonly IndexingOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<IndexingWorker> log;

    internal IndexingWorker(
        GenerationRegistry generations, PendingPictures pending, OriginalReader originals, IObjectStore store, PictureDecoder decoder,
        MetadataReader metadata, ClipModel model, WorkBell bell, IOptions<IndexingOptions> options, TimeProvider time, ILogger<IndexingWorker> log)
    {
        this.generations = generations;
        this.pending = pending;
        this.originals = originals;
        this.store = store;
        this.decoder = decoder;
        this.metadata = metadata;
        this.model = model;
        this.bell = bell;
        this.options = options.Value;
        this.time = time;
        this.log = log;
    }

    /// <summary>Wakes the worker: there is new work.</summary>
    public void Ring() => bell.Ring();

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
                log.RunBroke(exception, BeforeAnew.TotalSeconds);
                await Task.Delay(BeforeAnew, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync(bool untilDone, CancellationToken cancellationToken)
    {
        var patience = new Patience(time, log);
        using var cpu = new CpuSlots(Environment.ProcessorCount);
        var generation = await patience.RunAsync(() => generations.ServeAsync(model.Identity, cancellationToken), cancellationToken);
        var preparer = new PicturePreparer(originals, store, decoder, metadata, model, cpu);
        using var run = new IndexingRun(generation, pending, originals, preparer, model, cpu, patience, bell, options, time, log);
        await run.RunAsync(untilDone, cancellationToken);
    }
}
