namespace Photoseek.Search.Ranking;

/// <summary>
/// What is near among what is only nearest. Of any words some texts are the nearest, and how near texts are that have nothing to
/// do with each other is another figure with each model. So they are held against a sample of the library's texts: what is no
/// nearer than those may be by chance says nothing.
/// </summary>
internal static class StandingOut
{
    /// <summary>How many texts to look at for that.</summary>
    public const int Sample = 256;

    // Fewer tell nothing of the rest.
    private const int LeastSample = 20;

    // Of usual deviations: of a normal distribution one in thirty thousand is further off.
    private const double Deviations = 4;

    // Where most texts are alike the deviation says nothing.
    private const double LeastDeviation = 0.01;

    // The median of absolute deviations from the median, against the standard deviation of a normal distribution.
    private const double Normal = 1.4826;

    /// <summary>The candidates that are nearer than chance would have them.</summary>
    /// <param name="nearest">Nearest first.</param>
    /// <param name="sample">Distances of some texts of the library to the same query; up to half of them may well be what is looked for.</param>
    public static IReadOnlyList<Candidate> Of(IReadOnlyList<Candidate> nearest, IReadOnlyList<double> sample)
    {
        if (sample.Count < LeastSample)
        {
            return nearest;
        }

        var middle = Median(sample);
        var deviation = Normal * Median([.. sample.Select(distance => Math.Abs(distance - middle))]);
        var furthest = middle - (Deviations * Math.Max(deviation, LeastDeviation));
        return [.. nearest.TakeWhile(candidate => candidate.Distance <= furthest)];
    }

    // The upper one of two: up to half of the sample may be near.
    private static double Median(IReadOnlyList<double> numbers) => numbers.Order().ElementAt(numbers.Count / 2);
}
