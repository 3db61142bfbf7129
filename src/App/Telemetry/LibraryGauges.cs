using System.Diagnostics.Metrics;
using Npgsql;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Telemetry;

/// <summary>How the library stands, as gauges. They are read when somebody asks, and are not there while Postgres does not answer.</summary>
internal sealed class LibraryGauges : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly IndexingMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(Meters.Library);
    private volatile IndexingOverview? _last;

    public LibraryGauges(IndexingMonitor monitor, TimeProvider time)
    {
        _monitor = monitor;
        _time = time;
        _meter.CreateObservableGauge("photoseek.library.pictures", () => Of(static o => o.Images), "{picture}", "Pictures in the library.");
        _meter.CreateObservableGauge("photoseek.library.vectors", Vectors, "{picture}", "Pictures of the generation that is searched, by how far they are.");
        _meter.CreateObservableGauge("photoseek.library.owed", () => Of(static o => o.Pending), "{picture}", "Vectors owed over all generations that are served or built.");
        _meter.CreateObservableGauge("photoseek.library.oldest_owed", () => Of(o => Age(o.Serving?.OldestPending)), "s", "How long the picture that waits longest has waited for its vector.");
        _meter.CreateObservableGauge("photoseek.library.paused", () => Of(static o => o.Paused ? 1 : 0), null, "1 while a person has stopped indexing.");
    }

    /// <summary>Reads anew, within a deadline.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var soon = new CancellationTokenSource(Deadline, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
            _last = await _monitor.OverviewAsync(either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // Old figures would look like news.
            _last = null;
        }
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Of(Func<IndexingOverview, double> figure) => _last is { } last ? [new Measurement<double>(figure(last))] : [];

    private IEnumerable<Measurement<long>> Vectors()
    {
        if (_last?.Serving is not { } serving)
        {
            return [];
        }

        return
        [
            In("indexed", serving.Indexed), In("active", serving.Active), In("waiting", serving.Waiting),
            In("delayed", serving.Delayed), In("failed", serving.Failed), In("ignored", serving.Ignored),
        ];

        static Measurement<long> In(string state, long pictures) => new(pictures, new KeyValuePair<string, object?>("state", state));
    }

    private double Age(DateTime? since) => since is { } moment ? Math.Max(0, (_time.GetUtcNow().UtcDateTime - moment.ToUniversalTime()).TotalSeconds) : 0;
}
