using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>A search without vectors of pictures: by words and by what is written alone, where the model that looks at pictures is missing.</summary>
internal static class WrittenSearch
{
    /// <summary>What was found, best first.</summary>
    /// <param name="snapshot">The state of the library.</param>
    /// <param name="generation">That which serves: only what is indexed in it is found, as with its model.</param>
    /// <param name="filter">What pictures must be besides.</param>
    /// <param name="words">What words found.</param>
    /// <param name="texts">What the vectors of texts found.</param>
    /// <param name="weights">How much each counts.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public static async Task<IReadOnlyList<FusedCandidate>> RankAsync(
        LibrarySnapshot snapshot, Generation generation, CandidateFilter filter, WordMatches words, TextMatches texts, FusionWeights weights, CancellationToken cancellationToken)
    {
        // With nothing to rank by, the newest stand for the thousands that have such words.
        var byWords = words.Common.Count == 0
            ? [.. words.Best.Select(static match => match.Id)]
            : (await CandidateQuery.BrowseAsync(snapshot, generation, CommonWords.Have(words.Common, filter), newestFirst: true, 0, FusedRanking.Head, cancellationToken)).Select(static row => row.Id).ToList();
        return FusedRanking.Fuse([], [.. byWords.Select(Unseen)], [.. texts.Best.Select(static row => Unseen(row.Id))], weights);
    }

    /// <summary>Whether there are words to find pictures by.</summary>
    public static bool CanAnswer(SearchRequest request, ParsedQuery query) => request is { Pictures: [], Look: null } && query.Terms.Count > 0;

    /// <summary>What was done without, with the reasons.</summary>
    /// <param name="words">Null when they took too long.</param>
    /// <param name="texts">Says itself what is wrong.</param>
    public static IReadOnlyList<LegLeftOut> LeftOut(WordMatches? words, TextMatches texts)
    {
        List<LegLeftOut> left = [];
        if (words is null)
        {
            left.Add(new LegLeftOut(SearchLeg.Words, "Looking for the words took too long."));
        }

        if (texts.Reason is { } reason)
        {
            left.Add(new LegLeftOut(SearchLeg.Texts, reason));
        }

        return left;
    }

    // A distance that stands for no likeness.
    private static Candidate Unseen(long id) => new(id, 1);
}
