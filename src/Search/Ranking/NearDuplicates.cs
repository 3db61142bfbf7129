using System.Numerics.Tensors;

namespace Photoseek.Search.Ranking;

/// <summary>Pictures that are nearly the same one: copies in other sizes and qualities, and bursts.</summary>
/// <param name="likeness">The cosine from which two pictures are copies, whenever they were taken.</param>
/// <param name="burstLikeness">The cosine from which two are a burst, if they were taken close together.</param>
/// <param name="burst">How close.</param>
internal sealed class NearDuplicates(double likeness, double burstLikeness, TimeSpan burst)
{
    /// <summary>Puts what is nearly the same as a better one under that one.</summary>
    /// <param name="ranked">Best first.</param>
    /// <param name="known">Their vectors; what has none stands for itself.</param>
    /// <returns>What remains, in its order, each with how many were put under it.</returns>
    public IReadOnlyList<FusedCandidate> Collapse(IReadOnlyList<FusedCandidate> ranked, IReadOnlyDictionary<long, StoredPicture> known)
    {
        List<FusedCandidate> remaining = new(ranked.Count);
        List<Compared> pictures = new(ranked.Count);
        List<int> places = new(ranked.Count);
        foreach (var image in ranked)
        {
            var picture = known.TryGetValue(image.Candidate.Id, out var stored) ? new Compared(stored) : null;
            var like = picture is null ? -1 : pictures.FindIndex(better => AreAlike(better, picture));
            if (like >= 0)
            {
                remaining[places[like]] = remaining[places[like]] with { Alike = remaining[places[like]].Alike + 1 };
                continue;
            }

            if (picture is not null)
            {
                pictures.Add(picture);
                places.Add(remaining.Count);
            }

            remaining.Add(image);
        }

        return remaining;
    }

    private bool AreAlike(Compared one, Compared other)
    {
        var least = one.TakenAt is { } first && other.TakenAt is { } second && (first - second).Duration() <= burst
            ? Math.Min(likeness, burstLikeness)
            : likeness;

        // A quarter of the numbers nearly always tells that two pictures are not alike: the rest could not make up for it.
        double cosine = TensorPrimitives.Dot(one.Head, other.Head);
        return cosine + (one.RestLength * other.RestLength) >= least && cosine + TensorPrimitives.Dot(one.Rest, other.Rest) >= least;
    }

    private sealed class Compared(StoredPicture picture)
    {
        private readonly int _head = picture.Vector.Length / 4;

        public DateTime? TakenAt => picture.TakenAt;

        public ReadOnlySpan<float> Head => picture.Vector.AsSpan(0, _head);

        public ReadOnlySpan<float> Rest => picture.Vector.AsSpan(_head);

        public double RestLength { get; } = TensorPrimitives.Norm<float>(picture.Vector.AsSpan(picture.Vector.Length / 4));
    }
}
