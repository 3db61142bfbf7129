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

    /// <summary>How many candidates by vectors the page of a request needs.</summary>
    public static int Wanted(SearchRequest request)
    {
        // One more tells whether there is a next page; the image that is searched by may take a place too.
        var wanted = request.Offset + request.TopK + 1 + (request.ImageId is null ? 0 : 1);
        return request.Text is null ? wanted : Math.Max(wanted, FusedRanking.Head);
    }

    /// <summary>The same in whole blocks of the index's.</summary>
    public static int Depth(SearchRequest request) => (Wanted(request) + Block - 1) / Block * Block;

    /// <summary>The page of a request, best first, equal ones by id.</summary>
    /// <param name="blocks">The blocks that hold what is <see cref="Wanted"/>.</param>
    /// <param name="request">Says which page, what to leave out and the threshold.</param>
    /// <param name="words">What was found by words, best first, with the distances to the query's vector.</param>
    /// <param name="texts">What was found by what is written, likewise.</param>
    /// <param name="weights">How much each ranking counts.</param>
    public static ResultPage Cut(
        IReadOnlyList<IReadOnlyList<Candidate>> blocks, SearchRequest request, IReadOnlyList<Candidate> words, IReadOnlyList<Candidate> texts, FusionWeights weights)
    {
        var stream = blocks.SelectMany(static block => block.OrderBy(static c => c.Distance).ThenBy(static c => c.Id)).ToList();
        var ranked = FusedRanking.Fuse(stream, words, texts, weights)
            .Where(row => row.Candidate.Id != request.ImageId && Passes(row.Candidate, request.ScoreThreshold))
            .Skip(request.Offset)
            .Take(request.TopK + 1)
            .ToList();

        // The last page that paging reaches has none after it.
        var more = ranked.Count > request.TopK && request.Offset + request.TopK < SearchRequest.MaxDepth;
        return new ResultPage(ranked.Take(request.TopK).ToList(), more);
    }

    // A threshold of 0 keeps negative similarities too: it stands for "no threshold".
    private static bool Passes(Candidate candidate, double threshold) => threshold == 0 || candidate.Score >= threshold;
}
