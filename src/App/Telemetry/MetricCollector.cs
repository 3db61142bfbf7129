using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Photoseek.App.Telemetry;

/// <summary>Adds up what the process measures, from its start on.</summary>
internal sealed class MetricCollector : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _reading = new();
    private readonly MeterListener _listener = new();

    public MetricCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Array.IndexOf(Meters.Names, instrument.Meter.Name) >= 0)
            {
                var family = new MetricFamily(instrument);
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
    }

    /// <summary>All that there is, as Prometheus reads it.</summary>
    public string Write()
    {
        lock (_reading)
        {
            foreach (var family in _families.Values.Where(static family => family.IsObserved))
            {
                family.Clear();
            }

            _listener.RecordObservableInstruments();
            return PrometheusText.Write(_families.Values);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
