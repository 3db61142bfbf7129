using Photoseek.Search.Codes;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The images nearest to a vector, by whatever way suits the library and a filter.</summary>
/// <param name="opened">The state of the library.</param>
/// <param name="generation">That which serves.</param>
/// <param name="codes">Told when those that were opened lack something.</param>
/// <param name="gate">Lets scans in.</param>
/// <param name="options">Where comparing all ends.</param>
/// <param name="clock">Is told where the time goes.</param>
internal sealed class NearestImages(OpenedLibrary opened, Generation generation, CodeLibrary codes, ScanGate gate, SearchOptions options, SearchClock clock)
{
    private readonly LibrarySnapshot _snapshot = opened.Snapshot;

    /// <summary>How to look for what a filter leaves; the same for every page of a query.</summary>
    public async Task<SearchWay> ChooseAsync(CandidateFilter filter, CancellationToken cancellationToken)
    {
        var usable = opened.CodesOf(generation) is not null;
        if (!usable || _snapshot.Fresh.Count > 0)
        {
            codes.Ring();
        }

        if (ScanChoice.IsExact(generation.Rows, usable ? ScanChoice.FewRows : options.ExactRows))
        {
            return SearchWay.Exact;
        }

        if (filter.IsEmpty)
        {
            return new SearchWay(usable ? SearchPath.Codes : SearchPath.Hnsw);
        }

        var started = clock.Now;
        var way = usable ? await ChooseAmongAsync(filter, cancellationToken)
            : await CandidateQuery.AreFewerAsync(_snapshot, filter, options.ExactRows, cancellationToken) ? SearchWay.Exact
            : new SearchWay(SearchPath.Hnsw);
        clock.Sql += clock.Since(started);
        return way;
    }

    /// <summary>Those that a filter leaves, nearest first: the first <paramref name="wanted"/> at least, if there are so many.</summary>
    /// <param name="way">Of <see cref="ChooseAsync"/> for this filter.</param>
    /// <param name="vector">A unit vector.</param>
    /// <param name="filter">What they must be besides near.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="named">Hears of the first images that the codes name, before they are compared; must not take long.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public async Task<IReadOnlyList<Candidate>> FindAsync(
        SearchWay way, float[] vector, CandidateFilter filter, int wanted, Action<IReadOnlyList<long>> named, CancellationToken cancellationToken) =>
        ResultPage.Stream(way.Path == SearchPath.Codes
            ? await new CodeSearch(_snapshot, generation, opened.Codes!, gate, clock, named).RunAsync(vector, filter, way.Among, wanted, cancellationToken)
            : await AskPostgresAsync(way.Path, vector, filter, ResultPage.Depth(wanted), cancellationToken));

    // What is small is compared in Postgres. Of what a filter leaves little of the codes are compared, and of the rest all codes until enough match.
    private async Task<SearchWay> ChooseAmongAsync(CandidateFilter filter, CancellationToken cancellationToken)
    {
        var among = await CandidateQuery.MatchingAsync(_snapshot, filter, options.ExactRows, cancellationToken);
        return among is null || among.Length >= ScanChoice.FewRows ? new SearchWay(SearchPath.Codes, among) : SearchWay.Exact;
    }

    private async Task<IReadOnlyList<IReadOnlyList<Candidate>>> AskPostgresAsync(SearchPath path, float[] vector, CandidateFilter filter, int depth, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var stream = path == SearchPath.Exact
            ? await CandidateQuery.ExactAsync(_snapshot, generation, vector, filter, depth, cancellationToken)
            : await CandidateQuery.IndexedOrExactAsync(_snapshot, generation, vector, filter, depth, options.EfSearch, cancellationToken);
        clock.Sql += clock.Since(started);
        return CandidateBlocks.Split(stream, ResultPage.Block);
    }
}
