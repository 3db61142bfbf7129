using System.Diagnostics.Metrics;
using Photoseek.Search;

namespace Photoseek.App.Http.Stats;

/// <summary>Listens to the searches of this process, from its start on.</summary>
internal sealed class SearchStats : IHostedService, IDisposable
{
    private readonly Dictionary<string, LatencyWindow> _windows = new(StringComparer.Ordinal)
    {
        [SearchMetrics.DurationName] = new(), [SearchMetrics.EmbeddingName] = new(), [SearchMetrics.RetrievalName] = new(),
    };

    private readonly MeterListener _listener = new();
    private readonly TimeProvider _time;
    private readonly long _started;

    public SearchStats(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SearchMetrics.MeterName && _windows.TryGetValue(instrument.Name, out var window))
            {
                listener.EnableMeasurementEvents(instrument, window);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, seconds, _, window) => ((LatencyWindow)window!).Add(seconds * 1000));
    }

    /// <summary>Since the process began to serve.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_started);

    public LatencyFigures Embedding => _windows[SearchMetrics.EmbeddingName].Figures();

    public LatencyFigures Retrieval => _windows[SearchMetrics.RetrievalName].Figures();

    public LatencyFigures Total => _windows[SearchMetrics.DurationName].Figures();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
