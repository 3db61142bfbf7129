using Photoseek.Search.Codes;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Lets one picture stand for those that are nearly the same: pairwise among what was found, never in the library.</summary>
internal static class Collapsing
{
    // So many are compared, at least, for copies that rank behind the page to be counted.
    private const int Least = 64;

    // Each is held against each: of more than these that takes longer than to ask.
    private const int MostSuspected = 4 * Least;

    private static readonly Dictionary<long, StoredPicture> Nothing = [];

    public static async Task<IReadOnlyList<FusedCandidate>> RunAsync(
        OpenedLibrary opened, Generation generation, IReadOnlyList<FusedCandidate> ranked, SearchRequest request, SearchOptions options, CancellationToken cancellationToken)
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
            var suspects = Suspect(opened, generation, [.. first.Select(static r => r.Candidate.Id)], options);
            var pictures = suspects.Length < 2 ? Nothing : await StoredPicturesQuery.RunAsync(opened.Snapshot, generation, suspects, cancellationToken);
            var remaining = options.NearDuplicates.Collapse(first, pictures);
            if (remaining.Count > needed || first.Count == ranked.Count)
            {
                return [.. remaining, .. ranked.Skip(first.Count)];
            }
        }
    }

    // Codes tell that most pictures are like no other one, without asking Postgres. What they do not know may be like any.
    private static long[] Suspect(OpenedLibrary opened, Generation generation, long[] images, SearchOptions options)
    {
        if (opened.CodesOf(generation) is not { } codes || images.Length > MostSuspected || images.Intersect(opened.Snapshot.Fresh).Any())
        {
            return images;
        }

        var roughly = RoughVectors.Of(codes, images);
        return roughly.Count < images.Length ? images : [.. options.NearDuplicates.Suspect(roughly, codes.Scale.MostLost)];
    }
}
