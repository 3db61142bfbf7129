using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Worker;

/// <summary>One run of the pipeline: claim, prepare (several at a time), gather into batches, embed and write (several at a time).</summary>
/// <remarks>Every claimed picture passes through both channels exactly once, so that the gatherer knows when nothing more is coming.</remarks>
internal sealed class IndexingRun(
    Generation generation, PendingPictures pending, OriginalReader originals, SidecarList sidecars, PicturePreparer preparer, ClipModel model,
    CpuSlots cpu, Patience patience, Func<bool> mayClaim, WorkBell bell, IndexingOptions options, TimeProvider time, ILogger<IndexingWorker> log) : IDisposable
{
    private readonly Channel<(ClaimedPicture Claim, PictureFiles Files)> _claimed =
        Channel.CreateBounded<(ClaimedPicture, PictureFiles)>(new BoundedChannelOptions(options.BatchSize) { SingleWriter = true });

    // Pixels wait here, some megabytes a picture: as many as make a batch, within reason.
    private readonly Channel<Prepared> _prepared = Channel.CreateBounded<Prepared>(Math.Min(options.BatchSize, 32));
    private readonly HeldPictures _held = new(generation, pending, patience, bell, options.Lease, time, log);
    private readonly SemaphoreSlim _gathering = new(1);
    private readonly BellListener _listener = bell.Listen();
    private volatile bool _idle;
    private int _coming;

    /// <summary>Whether there was nothing due, and nothing in hand, when it looked last.</summary>
    public bool IsIdle => _idle;

    /// <summary>Works until nothing is due (<paramref name="untilDone"/>) or until cancelled; hands back what it still holds.</summary>
    public async Task RunAsync(bool untilDone, CancellationToken cancellationToken)
    {
        var cores = Environment.ProcessorCount;
        var embedders = options.ParallelBatches == 0 ? cores : options.ParallelBatches;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = _held.RenewAsync(stop.Token);
        Task[] stages =
        [
            ClaimAsync(untilDone, stop.Token),
            PrepareAllAsync(cores, stop.Token),
            .. Enumerable.Range(0, embedders).Select(_ => EmbedAllAsync(stop.Token)),
        ];
        try
        {
            // One stage that breaks brings the others down; the worker begins anew.
            await foreach (var stage in Task.WhenEach(stages))
            {
                await stage;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll([renewing, .. stages]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _held.ReleaseAsync();
        }
    }

    public void Dispose() => _gathering.Dispose();

    private async Task ClaimAsync(bool untilDone, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!mayClaim())
            {
                await _listener.WaitAsync(options.Poll, time, cancellationToken);
                continue;
            }

            if (await ClaimSomeAsync(suspects: false, cancellationToken))
            {
                continue;
            }

            // A picture that may have ended an earlier process goes through alone, with nothing beside it to be hurt.
            if (_held.IsEmpty && await ClaimSomeAsync(suspects: true, cancellationToken))
            {
                while (!_held.IsEmpty)
                {
                    await _listener.WaitAsync(options.Poll, time, cancellationToken);
                }

                continue;
            }

            Idle(_held.IsEmpty);
            if (_held.IsEmpty && untilDone)
            {
                _claimed.Writer.Complete();
                return;
            }

            await _listener.WaitAsync(options.Poll, time, cancellationToken);
        }
    }

    private async Task<bool> ClaimSomeAsync(bool suspects, CancellationToken cancellationToken)
    {
        // Not to be stopped half-way: what Postgres has handed out by then would be nobody's until its lease ends.
        cancellationToken.ThrowIfCancellationRequested();
        var claims = await patience.RunAsync(() => pending.ClaimAsync(generation, suspects ? 1 : options.BatchSize, suspects, CancellationToken.None), cancellationToken);
        if (claims.Count == 0)
        {
            return false;
        }

        Idle(false);
        IndexingMetrics.Claimed(claims.Count);
        foreach (var claim in claims)
        {
            _held.Add(claim);
        }

        long[] images = [.. claims.Select(static c => c.ImageId)];
        var locations = await patience.RunAsync(() => originals.LocateAsync(images, cancellationToken), cancellationToken);
        var beside = await patience.RunAsync(() => sidecars.LocateAsync(images, cancellationToken), cancellationToken);
        Interlocked.Add(ref _coming, claims.Count);
        foreach (var claim in claims)
        {
            await _claimed.Writer.WriteAsync((claim, new PictureFiles([.. locations[claim.ImageId]], [.. beside[claim.ImageId]])), cancellationToken);
        }

        return true;
    }

    // Who waits for this run to be idle hears of it.
    private void Idle(bool idle)
    {
        var was = _idle;
        _idle = idle;
        if (idle && !was)
        {
            bell.Ring();
        }
    }

    private async Task PrepareAllAsync(int parallel, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_claimed.Reader.ReadAllAsync(cancellationToken), limits, async (work, token) =>
            await _prepared.Writer.WriteAsync(await PrepareAsync(work.Claim, work.Files, token), token));
        _prepared.Writer.Complete();
    }

    private async Task<Prepared> PrepareAsync(ClaimedPicture claim, PictureFiles files, CancellationToken cancellationToken)
    {
        try
        {
            return await preparer.PrepareAsync(claim, files, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await SettleFailureAsync(claim, exception, cancellationToken);
            return new Prepared(claim, null, Metadata.PictureMetadata.Nothing, []);
        }
    }

    private async Task EmbedAllAsync(CancellationToken cancellationToken)
    {
        var batch = model.NewBatch(options.BatchSize);
        while (await GatherAsync(cancellationToken) is { } pictures)
        {
            if (pictures.Count > 0)
            {
                await EmbedAsync(batch, pictures, cancellationToken);
            }
        }
    }

    // One gathers at a time, so that what there is makes one full batch and not two half ones.
    private async Task<List<Prepared>?> GatherAsync(CancellationToken cancellationToken)
    {
        var pictures = new List<Prepared>(options.BatchSize);
        await _gathering.WaitAsync(cancellationToken);
        try
        {
            while (pictures.Count < options.BatchSize && await _prepared.Reader.WaitToReadAsync(cancellationToken))
            {
                while (pictures.Count < options.BatchSize && _prepared.Reader.TryRead(out var next))
                {
                    Interlocked.Decrement(ref _coming);
                    if (next.Picture is not null)
                    {
                        pictures.Add(next);
                    }
                }

                if (Volatile.Read(ref _coming) == 0)
                {
                    return pictures;
                }
            }
        }
        finally
        {
            _gathering.Release();
        }

        return pictures.Count > 0 || !_prepared.Reader.Completion.IsCompleted ? pictures : null;
    }

    private async Task EmbedAsync(PictureBatch batch, List<Prepared> pictures, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var span = IndexingMetrics.TraceBatch(pictures.Count);
        try
        {
            var vectors = await cpu.RunAsync(() => Embed(batch, pictures), cancellationToken);
            var embedded = time.GetElapsedTime(started);
            List<FinishedPicture> finished = [.. pictures.Zip(vectors, static (p, vector) => new FinishedPicture(p.Claim, vector, p.Metadata, p.Sidecars))];
            var kept = await patience.RunAsync(() => pending.FinishAsync(generation, finished, cancellationToken), cancellationToken);
            IndexingMetrics.Done(kept, pictures.Count, time.GetElapsedTime(started));
            log.BatchDone(kept, pictures.Count, embedded.TotalMilliseconds, time.GetElapsedTime(started).TotalMilliseconds);
            foreach (var picture in pictures)
            {
                log.PictureDone(picture.Claim.ImageId, picture.Claim.FileName, Convert.ToHexStringLower(picture.Claim.Sha256), generation.Dimension, embedded.TotalMilliseconds / pictures.Count);
                _held.LetGo(picture.Claim);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            await AfterFailureAsync(batch, pictures, exception, cancellationToken);
        }
    }

    // A picture that breaks its batch must not take the others with it.
    private async Task AfterFailureAsync(PictureBatch batch, List<Prepared> pictures, Exception exception, CancellationToken cancellationToken)
    {
        if (pictures is [var only])
        {
            await SettleFailureAsync(only.Claim, exception, cancellationToken);
            return;
        }

        log.BatchSplit(exception, pictures.Count);
        foreach (var picture in pictures)
        {
            await EmbedAsync(batch, [picture], cancellationToken);
        }
    }

    private IReadOnlyList<float[]> Embed(PictureBatch batch, List<Prepared> pictures)
    {
        batch.Clear();
        foreach (var picture in pictures)
        {
            batch.Add(picture.Picture!);
        }

        ThreadRank.BeIdle();
        return model.EmbedPictures(batch);
    }

    private async Task SettleFailureAsync(ClaimedPicture claim, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is PictureRefusedException or OriginalLostException or SourceAwayException)
        {
            log.PictureNotIndexed(claim.ImageId, claim.FileName, claim.Attempts, exception.Message);
        }
        else
        {
            log.PictureFailed(exception, claim.ImageId, claim.FileName, claim.Attempts);
        }

        await patience.RunAsync(
            () => exception switch
            {
                PictureRefusedException or OriginalLostException or InvalidDataException => pending.FailAsync(generation, claim, exception.Message, cancellationToken),
                SourceAwayException => pending.WaitForSourceAsync(generation, claim, exception.Message, cancellationToken),
                IOException => pending.PostponeAsync(generation, claim, "The file could not be read.", cancellationToken),
                _ => pending.PostponeAsync(generation, claim, "Indexing failed; the log says why.", cancellationToken),
            },
            cancellationToken);
        _held.LetGo(claim);
    }
}
