using System.Diagnostics;
using System.Globalization;
using Photoseek.Bench.Searching;

namespace Photoseek.Bench.Faults;

/// <summary>What the server takes up while it is used at a steady rate for a long time: nothing may grow.</summary>
internal sealed class SoakTable : IBenchTable
{
    private const double Mebi = 1024 * 1024;
    private const int Minutes = 30;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Code is compiled anew, caches fill and pools grow to what is needed: that is no leak.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(2);

    public string Name => "soak";

    public string About => "memory, threads, handles and database sessions during 30 minutes of use (--minutes N; --short: 3)";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var data = run.Folder("soak");
        Directory.Delete(data, recursive: true);
        var library = new BenchLibrary(data, 0, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PHOTOSEEK_HOME"] = run.Home,
            ["PHOTOSEEK_DATA"] = data,
            ["ConnectionStrings__Postgres"] = "",
            ["Library__Demo"] = "true",
            ["Ollama__Enabled"] = "false",

            // Full after the warming up: no two of these searches are the same, and what is kept on purpose would look like a leak.
            ["Search__CacheMegabytes"] = "1",
        });
        var minutes = run.Minutes ?? (run.Short ? 3 : Minutes);
        var samples = new List<SoakSample>();
        SoakLoad load;
        await using (var app = await AppProcess.StartAsync(run, library, withCodes: false, cancellationToken))
        {
            await IndexedAsync(app, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            load = new SoakLoad(app, Directory.GetFiles(Path.Combine(run.Home, "demo", "photos"), "*.jpg"));
            var using_ = load.RunAsync(stop.Token);
            await Task.Delay(WarmUp, cancellationToken);
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(minutes))
            {
                samples.Add(await SoakSample.TakeAsync(app, data, Stopwatch.GetElapsedTime(started), cancellationToken));
                await Task.Delay(Between, cancellationToken);
            }

            await stop.CancelAsync();
            await using_;
        }

        Print(run, samples, load, minutes);
        Directory.Delete(data, recursive: true);
    }

    private static async Task IndexedAsync(AppProcess app, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (await app.IndexedAsync(cancellationToken) == 0 || await app.PendingAsync(cancellationToken) > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException("The demo pictures are not indexed.");
            }

            await Task.Delay(500, cancellationToken);
        }
    }

    private static void Print(BenchRun run, List<SoakSample> samples, SoakLoad load, int minutes)
    {
        var table = new MarkdownTable(
            $"{minutes} minutes of use after {WarmUp.TotalMinutes:0} of warming up, {samples.Count} samples: {load.Done}",
            "figure", "first third", "last third", "most", "slope an hour");
        Row(run, table, samples, "memory, MB", "rss_mb", static sample => sample.Resident / Mebi);
        Row(run, table, samples, "managed heap after the last collection, MB", "heap_mb", static sample => sample.Heap / Mebi);
        Row(run, table, samples, "threads", "threads", static sample => sample.Threads);
        Row(run, table, samples, "open handles", "handles", static sample => sample.Handles);
        Row(run, table, samples, "sessions of Postgres", "sessions", static sample => sample.Sessions);
        Row(run, table, samples, "pictures in the library", "pictures", static sample => sample.Pictures);
        run.Print(table);
        run.Value("soak_minutes", minutes);
        run.Value("soak_requests", load.Requests);
        run.Value("soak_failed", load.Failed);
        foreach (var failure in load.Failures.CountBy(static failure => failure).Take(10))
        {
            BenchRun.Note(string.Create(CultureInfo.InvariantCulture, $"{failure.Value} times: {failure.Key}"));
        }
    }

    private static void Row(BenchRun run, MarkdownTable table, List<SoakSample> samples, string name, string key, Func<SoakSample, double> figure)
    {
        var third = Math.Max(1, samples.Count / 3);
        var (first, last) = (samples.Take(third).Average(figure), samples.TakeLast(third).Average(figure));
        var slope = Slope(samples, figure);
        table.Row(name, first, last, samples.Max(figure), slope);
        run.Value($"soak_{key}_first", first);
        run.Value($"soak_{key}_last", last);
        run.Value($"soak_{key}_slope_per_hour", slope);
    }

    // Of the straight line that is nearest to all samples.
    private static double Slope(List<SoakSample> samples, Func<SoakSample, double> figure)
    {
        var (time, value) = (samples.Average(static sample => sample.At.TotalHours), samples.Average(figure));
        var spread = samples.Sum(sample => Math.Pow(sample.At.TotalHours - time, 2));
        return spread == 0 ? 0 : samples.Sum(sample => (sample.At.TotalHours - time) * (figure(sample) - value)) / spread;
    }
}
