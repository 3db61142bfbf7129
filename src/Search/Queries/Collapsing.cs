using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Lets one picture stand for those that are nearly the same: pairwise among what was found, never in the library.</summary>
internal static class Collapsing
{
    public static async Task<IReadOnlyList<FusedCandidate>> RunAsync(
        LibrarySnapshot snapshot, Generation generation, IReadOnlyList<FusedCandidate> ranked, SearchRequest request, SearchOptions options, CancellationToken cancellationToken)
    {
        if (request.Duplicates == DuplicateHandling.All || options.CopyLikeness == 0 || ranked.Count < 2)
        {
            return ranked;
        }

        var pictures = await StoredPicturesQuery.RunAsync(snapshot, generation, [.. ranked.Select(static r => r.Candidate.Id)], cancellationToken);
        return options.NearDuplicates.Collapse(ranked, pictures);
    }
}
