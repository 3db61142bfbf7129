namespace Photoseek.Indexing;

/// <summary>Claims pending pictures in batches, embeds them and writes vector, metadata and thumbnail.</summary>
/// <remarks>Any number of workers, in any number of processes, may run on one database.</remarks>
public sealed class IndexingWorker
{
    /// <summary>Wakes the worker: there is new work.</summary>
    public void Ring() => throw new NotSupportedException();

    /// <summary>Works until nothing is due any more, then returns. For the command line.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Works until cancelled, then hands back what it had claimed.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
