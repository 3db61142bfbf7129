namespace Photoseek.Search.Ranking;

/// <summary>One ranking out of several: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).</summary>
internal static class Fusion
{
    /// <summary>How much less the second place counts than the first: the usual 60.</summary>
    public const int Smoothing = 60;

    /// <summary>
    /// Adds up weight / (60 + rank) over the legs that found an image. Scores of different legs cannot be compared, ranks can.
    /// </summary>
    /// <param name="legs">Each best first, no image twice in one; a weight of 0 leaves a leg out.</param>
    /// <returns>Every image that a leg found, best first, equal ones by id.</returns>
    public static IReadOnlyList<Fused> Fuse(IReadOnlyList<Leg> legs)
    {
        Dictionary<long, Fused> found = [];
        for (var leg = 0; leg < legs.Count; leg++)
        {
            if (legs[leg].Weight <= 0)
            {
                continue;
            }

            for (var place = 0; place < legs[leg].Ids.Count; place++)
            {
                var id = legs[leg].Ids[place];
                var before = found.GetValueOrDefault(id, new Fused(id, 0, 0));
                found[id] = before with { Score = before.Score + (legs[leg].Weight / (Smoothing + place + 1)), Legs = before.Legs | (1 << leg) };
            }
        }

        return [.. found.Values.OrderByDescending(static f => f.Score).ThenBy(static f => f.Id)];
    }

    /// <summary>What one kind of search found.</summary>
    public sealed record Leg(IReadOnlyList<long> Ids, double Weight);

    /// <summary>An image with its fused score; bit n of the legs is set where leg n found it.</summary>
    public sealed record Fused(long Id, double Score, int Legs);
}
