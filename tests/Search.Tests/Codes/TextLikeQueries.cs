namespace Photoseek.Search.Tests.Codes;

/// <summary>
/// Queries as a text tower makes them: they lie on a cone of their own, far from that of the pictures, and lean only a little
/// towards what they mean.
/// </summary>
internal static class TextLikeQueries
{
    /// <param name="seed">Makes them the same each time.</param>
    /// <param name="count">How many.</param>
    /// <param name="pictures">What is meant: each query leans towards one of these.</param>
    public static IReadOnlyList<float[]> Take(int seed, int count, IReadOnlyList<float[]> pictures)
    {
        var dimension = pictures[0].Length;
        var random = new Random(seed);
        var mean = Enumerable.Range(0, dimension).Select(i => pictures.Average(p => p[i])).ToArray();
        var cone = ClusteredVectors.Unit(Gaussian(random, dimension));
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var meant = pictures[random.Next(pictures.Count)];
            var away = ClusteredVectors.Unit([.. meant.Zip(mean, (x, m) => x - m)]);
            var noise = ClusteredVectors.Unit(Gaussian(random, dimension));
            return ClusteredVectors.Unit([.. Enumerable.Range(0, dimension).Select(i => cone[i] + (0.6f * noise[i]) + (0.35f * away[i]))]);
        })];
    }

    private static float[] Gaussian(Random random, int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
