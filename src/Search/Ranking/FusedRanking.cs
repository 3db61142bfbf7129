namespace Photoseek.Search.Ranking;

/// <summary>One ranking out of those by vectors, by words and by what is written: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).</summary>
/// <remarks>
/// Scores of different kinds cannot be compared, ranks can: an image gets weight / (60 + rank) from each ranking that it is in.
/// The ranking by vectors is a stream that goes on for as long as somebody turns pages. So that the first pages do not depend on
/// how far it was followed, what the others have found counts there only within its head.
/// </remarks>
internal static class FusedRanking
{
    /// <summary>So many of the best of each other ranking are taken, and so many of the best by vectors count for them.</summary>
    public const int Head = 200;

    /// <summary>How much less the second place counts than the first: the usual number.</summary>
    public const int Smoothing = 60;

    /// <summary>The images of all rankings, best first, equal ones by id.</summary>
    /// <param name="stream">By vectors, best first, at least <see cref="Head"/> of them or all.</param>
    /// <param name="words">By words, best first, none twice, with their distances to the vector.</param>
    /// <param name="texts">By what is written, likewise.</param>
    /// <param name="weights">How much each counts.</param>
    public static IReadOnlyList<FusedCandidate> Fuse(
        IReadOnlyList<Candidate> stream, IReadOnlyList<Candidate> words, IReadOnlyList<Candidate> texts, FusionWeights weights)
    {
        Dictionary<long, FusedCandidate> found = new(stream.Count + words.Count + texts.Count);
        for (var place = 0; place < words.Count; place++)
        {
            found.Add(words[place].Id, new FusedCandidate(words[place], Worth(weights.Words, place), ByVector: false, ByWords: true));
        }

        for (var place = 0; place < texts.Count; place++)
        {
            var before = found.GetValueOrDefault(texts[place].Id, new FusedCandidate(texts[place], 0, ByVector: false, ByWords: false));
            found[texts[place].Id] = before with { Score = before.Score + Worth(weights.Texts, place), ByText = true };
        }

        for (var place = 0; place < stream.Count; place++)
        {
            var score = Worth(weights.Vectors, place);
            if (!found.TryGetValue(stream[place].Id, out var before))
            {
                found.Add(stream[place].Id, new FusedCandidate(stream[place], score, ByVector: true, ByWords: false));
            }
            else if (place < Head)
            {
                found[stream[place].Id] = before with { Score = before.Score + score, ByVector = true };
            }
        }

        return [.. found.Values.OrderByDescending(static f => f.Score).ThenBy(static f => f.Candidate.Id)];
    }

    private static double Worth(double weight, int place) => weight / (Smoothing + place + 1);
}
