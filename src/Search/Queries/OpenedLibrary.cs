using Photoseek.Search.Codes;

namespace Photoseek.Search.Queries;

/// <summary>A state of the library, and the codes whose lack of it was looked up.</summary>
internal sealed record OpenedLibrary(LibrarySnapshot Snapshot, CodeIndex? Codes) : IAsyncDisposable
{
    /// <summary>The codes, where they are of a generation and lack little of it; else null.</summary>
    public CodeIndex? CodesOf(Generation generation) => Codes?.Generation == generation.Id && Snapshot.Fresh.Count < LibrarySnapshot.MostFresh ? Codes : null;

    public ValueTask DisposeAsync() => Snapshot.DisposeAsync();
}
