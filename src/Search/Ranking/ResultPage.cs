namespace Photoseek.Search.Ranking;

/// <summary>
/// Cuts pages out of a stream of candidates so that the pages of one query neither overlap nor lose a row.
/// </summary>
/// <remarks>
/// An HNSW scan gives the same stream whatever the limit is, in an order that is right but for the rounding of the index's own
/// copies. Sorting all that was fetched would therefore move rows across the end of a page that another page ends
/// at elsewhere. Sorting inside blocks of a fixed length moves no row out of its block, and pages are cut afterwards.
/// </remarks>
internal sealed record ResultPage(IReadOnlyList<Candidate> Candidates, bool More)
{
    /// <summary>Candidates are fetched and sorted in blocks of this many.</summary>
    public const int Block = 100;

    /// <summary>How many candidates the page of a request needs, in whole blocks.</summary>
    public static int Depth(SearchRequest request)
    {
        // One more tells whether there is a next page; the image that is searched by may take a place too.
        var wanted = request.Offset + request.TopK + 1 + (request.ImageId is null ? 0 : 1);
        return (wanted + Block - 1) / Block * Block;
    }

    /// <summary>The page of a request, best first, equal distances by id.</summary>
    /// <param name="stream">The first <see cref="Depth"/> candidates, as they came.</param>
    /// <param name="request">Says which page, what to leave out and the threshold.</param>
    public static ResultPage Cut(IReadOnlyList<Candidate> stream, SearchRequest request)
    {
        var ranked = stream
            .Select((candidate, place) => (Candidate: candidate, Block: place / Block))
            .Where(row => row.Candidate.Id != request.ImageId && Passes(row.Candidate, request.ScoreThreshold))
            .OrderBy(row => row.Block).ThenBy(row => row.Candidate.Distance).ThenBy(row => row.Candidate.Id)
            .Skip(request.Offset)
            .Select(row => row.Candidate)
            .Take(request.TopK + 1)
            .ToList();

        // The last page that paging reaches has none after it.
        var more = ranked.Count > request.TopK && request.Offset + request.TopK < SearchRequest.MaxDepth;
        return new ResultPage(ranked.Take(request.TopK).ToList(), more);
    }

    // A threshold of 0 keeps negative similarities too: it stands for "no threshold".
    private static bool Passes(Candidate candidate, double threshold) => threshold == 0 || candidate.Score >= threshold;
}
