namespace Photoseek.Search.Ranking;

/// <summary>One vector out of several words and pictures: what should be seen is added, what should not is taken away.</summary>
internal static class QueryArithmetic
{
    /// <param name="parts">One or more.</param>
    /// <returns>A unit vector.</returns>
    /// <exception cref="InvalidSearchException">The parts cancel each other out; field <c>text</c>.</exception>
    public static float[] Combine(IReadOnlyList<WeightedVector> parts)
    {
        if (parts is [{ Weight: > 0 }])
        {
            return parts[0].Values;
        }

        var sum = new double[parts[0].Values.Length];
        foreach (var part in parts)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += part.Weight * part.Values[i];
            }
        }

        var length = Math.Sqrt(sum.Sum(static x => x * x));
        return length > 1e-3
            ? Array.ConvertAll(sum, x => (float)(x / length))
            : throw new InvalidSearchException("text", "What is added and what is taken away is the same: nothing is left to look for.");
    }
}
