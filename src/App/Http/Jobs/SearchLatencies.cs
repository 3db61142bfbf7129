using System.Diagnostics.Metrics;
using Dapper;
using Npgsql;
using Photoseek.Search;

namespace Photoseek.App.Http.Jobs;

/// <summary>Keeps how long searches took, a row a minute and process, for a week. Drops what is older, of indexing too.</summary>
internal sealed class SearchLatencies(NpgsqlDataSource database, TimeProvider time, ILogger<SearchLatencies> log) : BackgroundService
{
    /// <summary>More searches a minute than this are counted, and not measured one by one.</summary>
    private const int MostSamples = 20_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly Guid _process = Guid.NewGuid();
    private readonly Lock _gate = new();
    private readonly List<float> _samples = [];
    private int _searches;

    /// <summary>Minutes in which something was looked for, oldest first.</summary>
    public async Task<IReadOnlyList<SearchMinute>> MinutesAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        const string sql = """
            select minute, sum(searches) as searches, sum(p50_ms * searches) / sum(searches) as p50, max(p95_ms)::double precision as p95
            from search_minutes where minute > now() - @period
            group by minute order by minute
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<SearchMinute>(new CommandDefinition(sql, new { period }, cancellationToken: cancellationToken))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == SearchMetrics.MeterName && instrument.Name == SearchMetrics.DurationName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Add(seconds));
        listener.Start();
        while (!stoppingToken.IsCancellationRequested)
        {
            // To the end of the minute by the clock, so that the rows of all processes are about the same minutes.
            var minute = Floor(time.GetUtcNow().UtcDateTime);
            await Task.Delay(minute + Minute - time.GetUtcNow().UtcDateTime, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteAsync(minute);
        }
    }

    /// <summary>The smallest sample that <paramref name="share"/> of all do not exceed.</summary>
    internal static float Percentile(IReadOnlyList<float> sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    private static DateTime Floor(DateTime moment) => new(moment.Ticks - (moment.Ticks % Minute.Ticks), DateTimeKind.Utc);

    private void Add(double seconds)
    {
        lock (_gate)
        {
            _searches++;
            if (_samples.Count < MostSamples)
            {
                _samples.Add((float)(seconds * 1000));
            }
        }
    }

    // A minute is written twice where a clock wakes this too early. Not stopped with the host: the last minute is worth a moment. Measuring is never worth an error.
    private async Task WriteAsync(DateTime minute)
    {
        const string add = """
            insert into search_minutes (minute, process, searches, p50_ms, p95_ms) values (@minute, @process, @searches, @p50, @p95)
            on conflict (minute, process) do update set
              searches = search_minutes.searches + excluded.searches,
              p50_ms = (search_minutes.p50_ms * search_minutes.searches + excluded.p50_ms * excluded.searches) / (search_minutes.searches + excluded.searches),
              p95_ms = greatest(search_minutes.p95_ms, excluded.p95_ms)
            """;
        const string drop = """
            delete from search_minutes where minute < now() - @Kept;
            delete from indexing_minutes where minute < now() - @Kept;
            """;
        float[] samples;
        int searches;
        lock (_gate)
        {
            (samples, searches) = ([.. _samples.Order()], _searches);
            _samples.Clear();
            _searches = 0;
        }

        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            if (samples.Length > 0)
            {
                var row = new { minute, process = _process, searches, p50 = Percentile(samples, 0.5), p95 = Percentile(samples, 0.95) };
                await using var connection = await database.OpenConnectionAsync(soon.Token);
                await connection.ExecuteAsync(new CommandDefinition(add, row, cancellationToken: soon.Token));
            }

            if (minute.Minute == 0)
            {
                await using var connection = await database.OpenConnectionAsync(soon.Token);
                await connection.ExecuteAsync(new CommandDefinition(drop, new { Kept }, cancellationToken: soon.Token));
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            log.SearchMinuteLost(exception);
        }
    }
}
