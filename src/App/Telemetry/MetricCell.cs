namespace Photoseek.App.Telemetry;

/// <summary>One series: a number, or how many observations came how high.</summary>
/// <param name="bounds">Upper bounds of buckets, ascending; empty for a number.</param>
internal sealed class MetricCell(IReadOnlyList<double> bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Count + 1];
    private double _sum;

    public void Set(double value)
    {
        lock (_gate)
        {
            _sum = value;
        }
    }

    public void Add(double value)
    {
        lock (_gate)
        {
            _sum += value;
        }
    }

    public void Observe(double value)
    {
        var place = 0;
        while (place < bounds.Count && value > bounds[place])
        {
            place++;
        }

        lock (_gate)
        {
            _buckets[place]++;
            _sum += value;
        }
    }

    /// <summary>The number or the sum of all observations, and how many came into each bucket, those above all bounds last.</summary>
    public (double Sum, long[] Buckets) Read()
    {
        lock (_gate)
        {
            return (_sum, [.. _buckets]);
        }
    }
}
