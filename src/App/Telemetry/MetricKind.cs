namespace Photoseek.App.Telemetry;

/// <summary>What Prometheus takes a metric for.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
