using Photoseek.Search.Codes;

namespace Photoseek.Search.Queries;

/// <summary>A state of the library, and the codes whose lack of it was looked up.</summary>
internal sealed record OpenedLibrary(LibrarySnapshot Snapshot, CodeIndex? Codes) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Snapshot.DisposeAsync();
}
