using Photoseek.Search.Language;

namespace Photoseek.Search.Ranking;

/// <summary>One vector out of several terms: what should be seen is added, what should not is taken away.</summary>
internal static class QueryArithmetic
{
    /// <param name="terms">One or more.</param>
    /// <param name="vectors">Their unit vectors, in the same order.</param>
    /// <returns>A unit vector.</returns>
    /// <exception cref="InvalidSearchException">The terms cancel each other out; field <c>text</c>.</exception>
    public static float[] Combine(IReadOnlyList<TermItem> terms, IReadOnlyList<float[]> vectors)
    {
        if (terms is [{ Weight: > 0 }])
        {
            return vectors[0];
        }

        var sum = new double[vectors[0].Length];
        for (var term = 0; term < terms.Count; term++)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += terms[term].Weight * vectors[term][i];
            }
        }

        var length = Math.Sqrt(sum.Sum(static x => x * x));
        return length > 1e-3
            ? Array.ConvertAll(sum, x => (float)(x / length))
            : throw new InvalidSearchException("text", "What is added and what is taken away is the same: nothing is left to look for.");
    }
}
