using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Worker;

/// <summary>A running pipeline with what it lives on: it ends before its model is let go.</summary>
internal sealed class CrewMember : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly ModelUse _model;
    private readonly IndexingRun _run;

    public CrewMember(Generation generation, ModelUse model, IndexingRun run, CancellationToken cancellationToken)
    {
        Generation = generation;
        _model = model;
        _run = run;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Work = run.RunAsync(untilDone: false, _stop.Token);
    }

    public Generation Generation { get; }

    /// <summary>Ends only when it breaks, or is disposed.</summary>
    public Task Work { get; }

    /// <summary>Whether it found nothing to do when it looked last.</summary>
    public bool IsIdle => _run.IsIdle;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _run.Dispose();
        _model.Dispose();
        _stop.Dispose();
    }
}
