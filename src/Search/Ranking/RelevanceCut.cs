namespace Photoseek.Search.Ranking;

/// <summary>
/// Where what is near ends. Cosines of texts and photographs lie in a narrow band that any picture reaches, and where in it
/// depends on the model and on the query; so the cut is a part of the way from the cosine of the library's mean up to the best.
/// </summary>
internal static class RelevanceCut
{
    /// <summary>The lowest cosine that is kept.</summary>
    /// <param name="best">The best cosine.</param>
    /// <param name="mean">The mean cosine of the library with the query.</param>
    /// <param name="part">0 keeps all; 1 only what is as near as the best.</param>
    public static double Lowest(double best, double mean, double part) =>
        part <= 0 ? double.NegativeInfinity : best <= mean ? best : mean + (part * (best - mean));

    /// <summary>The mean cosine of unit vectors with a query is that of their mean.</summary>
    public static double MeanCosine(float[] query, float[] mean)
    {
        double sum = 0;
        double length = 0;
        for (var i = 0; i < query.Length; i++)
        {
            sum += (double)query[i] * mean[i];
            length += (double)query[i] * query[i];
        }

        return length > 0 ? sum / Math.Sqrt(length) : 0;
    }
}
