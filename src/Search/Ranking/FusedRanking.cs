namespace Photoseek.Search.Ranking;

/// <summary>One ranking out of that by vectors and that by words: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).</summary>
/// <remarks>
/// Scores of different kinds cannot be compared, ranks can: an image gets weight / (60 + rank) from each ranking that it is in.
/// The ranking by vectors is a stream that goes on for as long as somebody turns pages. So that the first pages do not depend on
/// how far it was followed, what words have found counts there only within its head.
/// </remarks>
internal static class FusedRanking
{
    /// <summary>So many of the best by words are taken, and so many of the best by vectors count for them.</summary>
    public const int Head = 200;

    /// <summary>How much less the second place counts than the first: the usual number.</summary>
    public const int Smoothing = 60;

    /// <summary>The images of both rankings, best first, equal ones by id.</summary>
    /// <param name="stream">By vectors, best first, at least <see cref="Head"/> of them or all.</param>
    /// <param name="words">By words, best first, none twice, with their distances to the vector.</param>
    /// <param name="wordWeight">How much a rank by words counts beside one by vectors.</param>
    public static IReadOnlyList<FusedCandidate> Fuse(IReadOnlyList<Candidate> stream, IReadOnlyList<Candidate> words, double wordWeight)
    {
        Dictionary<long, FusedCandidate> found = new(stream.Count + words.Count);
        for (var place = 0; place < words.Count; place++)
        {
            found.Add(words[place].Id, new FusedCandidate(words[place], wordWeight / (Smoothing + place + 1), ByVector: false, ByWords: true));
        }

        for (var place = 0; place < stream.Count; place++)
        {
            var score = 1.0 / (Smoothing + place + 1);
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
}
