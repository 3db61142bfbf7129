namespace Photoseek.Indexing;

/// <summary>Changes the model of the library without a gap: one generation serves while the next is built beside it.</summary>
public sealed class LibraryGenerations
{
    internal LibraryGenerations()
    {
    }

    /// <summary>All generations, newest first.</summary>
    public Task<IReadOnlyList<GenerationStatus>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Begins to build a generation with a bundle that is on this machine; it is looked for anew, so one put in place by hand is found.</summary>
    public Task<StartOutcome> StartAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Serves a generation that is complete, now, however many pictures have failed in it (but never one in which nothing would be found).</summary>
    public Task<FlipOutcome> FlipAsync(int id, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Serves the generation again that was served before; done twice it undoes itself.</summary>
    public Task<RollBackOutcome> RollBackAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Removes a generation that is not served, with its vectors; one that is being built is given up.</summary>
    public Task<DropOutcome> DropAsync(int id, CancellationToken cancellationToken) => throw new NotSupportedException();
}
