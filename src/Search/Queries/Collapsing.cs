using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Lets one picture stand for those that are nearly the same: pairwise among what was found, never in the library.</summary>
internal static class Collapsing
{
    // So many are compared, at least, for copies that rank behind the page to be counted.
    private const int Least = 64;

    public static async Task<IReadOnlyList<FusedCandidate>> RunAsync(
        LibrarySnapshot snapshot, Generation generation, IReadOnlyList<FusedCandidate> ranked, SearchRequest request, SearchOptions options, CancellationToken cancellationToken)
    {
        if (request.Duplicates == DuplicateHandling.All || options.CopyLikeness == 0 || ranked.Count < 2)
        {
            return ranked;
        }

        // What ranks behind the page changes nothing on it. To sort by date, all must be known.
        var needed = request.Sort == SearchSort.Relevance ? request.Offset + request.TopK : ranked.Count;
        for (var taken = Math.Max(Least, 3 * needed); ; taken *= 2)
        {
            List<FusedCandidate> first = [.. ranked.Take(taken)];
            var pictures = await StoredPicturesQuery.RunAsync(snapshot, generation, [.. first.Select(static r => r.Candidate.Id)], cancellationToken);
            var remaining = options.NearDuplicates.Collapse(first, pictures);
            if (remaining.Count > needed || first.Count == ranked.Count)
            {
                return [.. remaining, .. ranked.Skip(first.Count)];
            }
        }
    }
}
