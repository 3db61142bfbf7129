namespace Photoseek.Search.Ranking;

/// <summary>What a search found and keeps.</summary>
/// <param name="Kept">Best first, equal ones by id.</param>
/// <param name="Less">How many were less near than the cut lets through.</param>
/// <param name="LessGoesOn">Whether more of these would follow.</param>
/// <param name="GoesOn">Whether more would follow that may be kept.</param>
internal sealed record RankedImages(IReadOnlyList<FusedCandidate> Kept, int Less, bool LessGoesOn, bool GoesOn)
{
    /// <summary>Puts the rankings into one and leaves out what does not pass.</summary>
    /// <param name="stream">By vectors, in order.</param>
    /// <param name="complete">Whether nothing follows.</param>
    /// <param name="words">By words, best first, with the distances to the query's vector.</param>
    /// <param name="texts">By what is written, likewise.</param>
    /// <param name="rules">What is left out.</param>
    public static RankedImages Of(
        IReadOnlyList<Candidate> stream, bool complete, IReadOnlyList<Candidate> words, IReadOnlyList<Candidate> texts, RankingRules rules)
    {
        // What is asked with is no answer, and not what others are measured by.
        var best = stream.Where(row => !rules.Without.Contains(row.Id)).Select(static row => row.Score).FirstOrDefault(1);
        var lowest = RelevanceCut.Lowest(best, rules.Mean, rules.Cutoff);

        // Of a stream that goes on, what comes behind so many may still change its place.
        var passing = FusedRanking.Fuse(stream, words, texts, rules.Weights)
            .Take(complete ? int.MaxValue : stream.Count)
            .Where(row => !rules.Without.Contains(row.Candidate.Id) && Passes(row.Candidate, rules.Threshold))
            .ToList();

        // What was found by what is written is not weighed by its looks.
        var kept = passing.Where(row => row.ByWords || row.ByText || row.Candidate.Score >= lowest).ToList();
        var cut = passing.Count(row => !row.ByWords && !row.ByText && row.Candidate.Score < lowest);
        return new RankedImages(kept, cut, !complete && cut > 0, !complete && cut == 0);
    }

    // A threshold of 0 keeps negative similarities too: it stands for "no threshold".
    private static bool Passes(Candidate candidate, double threshold) => threshold == 0 || candidate.Score >= threshold;
}
