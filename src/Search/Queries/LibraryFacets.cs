namespace Photoseek.Search.Queries;

/// <summary>What the pictures of the whole library have; counted seldom, and of a large one only a sample.</summary>
internal sealed class LibraryFacets(TimeProvider time)
{
    private const int Sample = 20_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    private volatile Known? _last;

    public async Task<FacetCounts> OfAsync(LibrarySnapshot snapshot, long rows, CancellationToken cancellationToken)
    {
        // A small library is counted as fast as it is looked up.
        if (_last is { } last && rows > 1000 && time.GetElapsedTime(last.Since) < Remembered)
        {
            return last.Counts;
        }

        var counts = await FacetQuery.OfLibraryAsync(snapshot, rows, Sample, cancellationToken);
        _last = new Known(counts, time.GetTimestamp());
        return counts;
    }

    private sealed record Known(FacetCounts Counts, long Since);
}
