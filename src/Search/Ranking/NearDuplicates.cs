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
            var picture = known.TryGetValue(image.Candidate.Id, out var stored) ? new Compared(stored.Vector, stored.TakenAt) : null;
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

    /// <summary>Those that may be nearly the same as another one, whenever they were taken; all others stand for themselves.</summary>
    /// <param name="roughly">Unit vectors that are right but for rounding.</param>
    /// <param name="lost">How far a cosine of two of them may be too low.</param>
    public IReadOnlyList<long> Suspect(IReadOnlyDictionary<long, float[]> roughly, double lost)
    {
        var least = Math.Min(likeness, burstLikeness) - lost;
        var pictures = roughly.Select(static picture => (picture.Key, Vector: new Compared(picture.Value, null))).ToArray();
        var suspects = new bool[pictures.Length];
        for (var i = 0; i < pictures.Length; i++)
        {
            for (var j = i + 1; j < pictures.Length; j++)
            {
                if (!(suspects[i] && suspects[j]) && IsAtLeast(pictures[i].Vector, pictures[j].Vector, least))
                {
                    suspects[i] = suspects[j] = true;
                }
            }
        }

        return [.. pictures.Where((_, i) => suspects[i]).Select(static picture => picture.Key)];
    }

    private bool AreAlike(Compared one, Compared other)
    {
        var least = one.TakenAt is { } first && other.TakenAt is { } second && (first - second).Duration() <= burst
            ? Math.Min(likeness, burstLikeness)
            : likeness;
        return IsAtLeast(one, other, least);
    }

    // Half of the numbers nearly always tells that two pictures are not alike: the rest could not make up for it.
    private static bool IsAtLeast(Compared one, Compared other, double least)
    {
        double cosine = TensorPrimitives.Dot(one.Head, other.Head);
        return cosine + (one.RestLength * other.RestLength) >= least && cosine + TensorPrimitives.Dot(one.Rest, other.Rest) >= least;
    }

    private sealed class Compared(float[] vector, DateTime? takenAt)
    {
        private readonly int _head = vector.Length / 2;

        public DateTime? TakenAt => takenAt;

        public ReadOnlySpan<float> Head => vector.AsSpan(0, _head);

        public ReadOnlySpan<float> Rest => vector.AsSpan(_head);

        public double RestLength { get; } = TensorPrimitives.Norm<float>(vector.AsSpan(vector.Length / 2));
    }
}
