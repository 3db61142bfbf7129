namespace Photoseek.Search.Ranking;

/// <summary>
/// Cuts pages out of a stream of candidates so that the pages of one query neither overlap nor lose a row.
/// </summary>
/// <remarks>
/// A stream of candidates comes the same however far it is followed, in an order that is right but for rounding: that of the
/// HNSW index's own copies, or of the codes. Sorting all that was fetched would move rows across the end of a page that another
/// page ends at elsewhere. Sorting inside blocks that are the same for all pages moves no row out of its block, and pages are
/// cut afterwards.
/// </remarks>
internal sealed record ResultPage(IReadOnlyList<FusedCandidate> Candidates, bool More)
{
    /// <summary>Length of a block where the HNSW index ranks.</summary>
    public const int Block = 100;

    /// <summary>How many candidates by vectors a request needs.</summary>
    /// <param name="request">Says which page, and in what order.</param>
    /// <param name="without">Images that take no place.</param>
    /// <param name="deep">Whether to look at all that paging reaches: an order by date needs it.</param>
    public static int Wanted(SearchRequest request, int without, bool deep)
    {
        // One more tells whether there is a next page.
        var wanted = (deep ? SearchRequest.MaxDepth : request.Offset + request.TopK) + 1 + without;
        return request.Text is null ? wanted : Math.Max(wanted, FusedRanking.Head);
    }

    /// <summary>The same in whole blocks of the index's.</summary>
    public static int Depth(int wanted) => (wanted + Block - 1) / Block * Block;

    /// <summary>A stream out of blocks: in order within each, equal ones by id.</summary>
    public static IReadOnlyList<Candidate> Stream(IReadOnlyList<IReadOnlyList<Candidate>> blocks) =>
        [.. blocks.SelectMany(static block => block.OrderBy(static c => c.Distance).ThenBy(static c => c.Id))];

    /// <summary>The page of a request.</summary>
    /// <param name="ranked">What was found, in the order that is asked for.</param>
    /// <param name="request">Says which page.</param>
    public static ResultPage Cut(IReadOnlyList<FusedCandidate> ranked, SearchRequest request)
    {
        // The last page that paging reaches has none after it.
        var end = request.Offset + request.TopK;
        return new ResultPage([.. ranked.Skip(request.Offset).Take(request.TopK)], ranked.Count > end && end < SearchRequest.MaxDepth);
    }
}
