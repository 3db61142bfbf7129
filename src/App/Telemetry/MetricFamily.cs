using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Photoseek.App.Telemetry;

/// <summary>All series of one name. Past a bound further ones are one, so that no label can fill the memory.</summary>
internal sealed class MetricFamily
{
    private const int MostSeries = 1000;
    private const string Rest = "otel_metric_overflow=\"true\"";

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly ConcurrentDictionary<string, MetricCell> _cells = new(StringComparer.Ordinal);

    /// <param name="instrument">What it is made of.</param>
    public MetricFamily(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Name = PrometheusNames.Of(instrument, Kind);
        Help = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        Bounds = Kind != MetricKind.Histogram ? [] : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? DefaultBounds;
    }

    public MetricKind Kind { get; }

    public string Name { get; }

    public string Help { get; }

    public IReadOnlyList<double> Bounds { get; }

    /// <summary>Whether each reading gives all of it, and what it does not give is gone.</summary>
    public bool IsObserved { get; }

    /// <summary>Labels as Prometheus writes them, without braces, with their figures; in order.</summary>
    public IEnumerable<KeyValuePair<string, MetricCell>> Cells => _cells.OrderBy(static cell => cell.Key, StringComparer.Ordinal);

    public void Clear() => _cells.Clear();

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusNames.Labels(tags);
        if (!_cells.TryGetValue(labels, out var cell))
        {
            // Several threads may each add one more than that.
            cell = _cells.GetOrAdd(_cells.Count < MostSeries ? labels : Rest, _ => new MetricCell(Bounds));
        }

        switch (Kind)
        {
            case MetricKind.Histogram:
                cell.Observe(value);
                break;
            case MetricKind.Counter or MetricKind.Gauge when IsObserved:
                cell.Set(value);
                break;
            default:
                cell.Add(value);
                break;
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
    }
}
