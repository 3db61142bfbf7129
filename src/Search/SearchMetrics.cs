using System.Diagnostics.Metrics;

namespace Photoseek.Search;

/// <summary>What the module measures. Whoever wants to know listens to the meter.</summary>
public static class SearchMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Photoseek.Search";

    /// <summary>The time that each answered search took, in seconds.</summary>
    public const string DurationName = "photoseek.search.duration";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "s", "The time that a search took, embedding the query included.");

    internal static void Record(TimeSpan latency) => Duration.Record(latency.TotalSeconds);
}
