namespace Photoseek.App.Http.Stats;

/// <summary>The last 10,000 observations of one latency.</summary>
internal sealed class LatencyWindow
{
    private const int Most = 10_000;
    private const int EnoughForP95 = 20;
    private const int EnoughForP99 = 100;

    private readonly Lock _gate = new();
    private readonly double[] _last = new double[Most];
    private long _count;

    public void Add(double milliseconds)
    {
        lock (_gate)
        {
            _last[_count % Most] = milliseconds;
            _count++;
        }
    }

    /// <summary>What there is to say; percentiles that too few observations would make up are null.</summary>
    public LatencyFigures Figures()
    {
        double[] sorted;
        long count;
        lock (_gate)
        {
            count = _count;
            sorted = _last[..(int)Math.Min(_count, Most)];
        }

        if (sorted.Length == 0)
        {
            return new LatencyFigures(0, 0, null, null, null, null, null, null);
        }

        Array.Sort(sorted);
        return new LatencyFigures(
            count,
            sorted.Length,
            At(0.5),
            sorted.Length < EnoughForP95 ? null : At(0.95),
            sorted.Length < EnoughForP99 ? null : At(0.99),
            Round(sorted.Average()),
            Round(sorted[0]),
            Round(sorted[^1]));

        double At(double share) => Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]);
    }

    private static double Round(double milliseconds) => Math.Round(milliseconds, 3);
}
