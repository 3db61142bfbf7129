namespace Photoseek.App.Cli.Bench;

/// <summary>Measurements of one thing, and what is said of them.</summary>
/// <param name="values">In any order; at least one.</param>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Least => _sorted[0];

    public double Most => _sorted[^1];

    public double Mean => _sorted.Average();

    public double Median => Percentile(50);

    /// <summary>How far the measurements lie around their mean; 0 for one alone.</summary>
    public double Deviation => Count < 2 ? 0 : Math.Sqrt(_sorted.Sum(x => (x - Mean) * (x - Mean)) / (Count - 1));

    /// <summary>The smallest measurement that <paramref name="percent"/> of all do not exceed: one that was measured, never one in between.</summary>
    public double Percentile(double percent) => _sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * Count) - 1, 0, Count - 1)];
}
