using Photoseek.App.Cli.Bench;
using Photoseek.Bench.Embedding;

namespace Photoseek.Bench.Searching;

/// <summary>Searches of a large library over HTTP, from a client in another process; no query comes twice.</summary>
internal sealed class SearchTable : IBenchTable
{
    private const int Million = 1_000_000;

    // Until then code is still compiled for the first time, and pages of the database are read for the first time.
    private const int First = 200;

    public string Name => "search";

    public string About => "searches over HTTP at a million pictures (short: 100,000): one client, eight, a fixed rate, while indexing; recall; growth; start and memory";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var sizes = run.Short ? new[] { 10_000, 100_000 } : [10_000, 100_000, Million];
        var growth = new List<(int Count, Samples Times)>();
        foreach (var size in sizes[..^1])
        {
            var smaller = await BenchLibrary.OpenAsync(run, size, cancellationToken);
            await using var served = await AppProcess.StartAsync(run, smaller, withCodes: true, cancellationToken);
            await OneClientAsync(served, First, cancellationToken);
            growth.Add((size, await OneClientAsync(served, run.Short ? 150 : 300, cancellationToken)));
        }

        var library = await BenchLibrary.OpenAsync(run, sizes[^1], cancellationToken);
        await using (var app = await AppProcess.StartAsync(run, library, withCodes: true, cancellationToken))
        {
            growth.Add((library.Count, await ServeAsync(run, library, app, cancellationToken)));
        }

        PrintGrowth(run, growth);
        await new RecallTable(library).RunAsync(run, cancellationToken);
    }

    private static async Task<Samples> ServeAsync(BenchRun run, BenchLibrary library, AppProcess app, CancellationToken cancellationToken)
    {
        var table = new MarkdownTable($"Searches at {library.Count:N0} pictures over HTTP, request to last byte, no query twice", "how", "p50 ms", "p95 ms", "p99 ms", "a second");
        var first = await OneClientAsync(app, First, cancellationToken);
        Row(table, $"one client, the first {First} after the start", first, 1000 / first.Mean);
        var one = await OneClientAsync(app, run.Short ? 200 : 500, cancellationToken);
        Row(table, "one client", one, 1000 / one.Mean);

        var (eight, seconds) = await SearchLoad.ClosedAsync(run.Short ? 400 : 1_200, 8, _ => app.AskAsync(cancellationToken), cancellationToken);
        var eightTimes = new Samples(eight.Select(answer => answer.Milliseconds));
        Row(table, "8 clients", eightTimes, eight.Count / seconds);

        var rate = await SearchLoad.FixedRateAsync(run.Short ? 100 : 400, 20, _ => app.AskAsync(cancellationToken), cancellationToken);
        var rateTimes = new Samples(rate.Select(answer => answer.Milliseconds));
        Row(table, "20 a second", rateTimes, 20);
        var typed = await TypedAsync(run, app, cancellationToken);
        Row(table, "one client, whose words were typed before (suggestions asked for)", typed, double.NaN);
        var resident = app.Figures.Resident;

        var repeated = await RepeatAsync(app, cancellationToken);
        Row(table, "the same query again, time in the server", repeated, double.NaN);

        var (indexing, pictures) = await WhileIndexingAsync(run, app, cancellationToken);
        Row(table, $"10 a second, while {pictures:0.0} pictures of 12 megapixels a second are indexed", indexing, 10);
        run.Print(table);
        await library.RunAsync(run, ["sources", "remove", "uploads"], cancellationToken);

        run.Value("search_pictures", library.Count);
        run.Value("search_first_p50_ms", first.Median);
        run.Value("search_first_p95_ms", first.Percentile(95));
        run.Value("search_p50_ms", one.Median);
        run.Value("search_p95_ms", one.Percentile(95));
        run.Value("search_p99_ms", one.Percentile(99));
        run.Value("queries_per_second_8_clients", eight.Count / seconds);
        run.Value("search_8_clients_p95_ms", eightTimes.Percentile(95));
        run.Value("search_20_per_second_p95_ms", rateTimes.Percentile(95));
        run.Value("search_typed_p50_ms", typed.Median);
        run.Value("search_typed_p95_ms", typed.Percentile(95));
        run.Value("search_repeated_server_p50_ms", repeated.Median);
        run.Value("search_while_indexing_p95_ms", indexing.Percentile(95));
        run.Value("indexing_while_searching_per_second", pictures);
        run.Value("start_to_ready_seconds", app.ReadySeconds);
        run.Value("start_to_codes_seconds", app.CodesSeconds);
        run.Value("resident_mb_serving", resident / 1e6);
        var built = library.Built ?? (double.NaN, double.NaN);
        run.Value("copy_seconds", built.Write);
        run.Value("index_build_seconds", built.Index);
        run.Print(new MarkdownTable($"The process and its database at {library.Count:N0} pictures", "what", "figure")
            .Row("start to ready (model of full size, private database started too), s", app.ReadySeconds)
            .Row("start to codes in memory, s", app.CodesSeconds)
            .Row("resident memory after these searches, MB", resident / 1e6)
            .Row("writing the pictures by COPY, s", built.Write)
            .Row("building the HNSW index (m 16, ef_construction 100), s", built.Index));
        return one;
    }

    private static async Task<Samples> OneClientAsync(AppProcess app, int requests, CancellationToken cancellationToken)
    {
        var (answers, _) = await SearchLoad.ClosedAsync(requests, 1, _ => app.AskAsync(cancellationToken), cancellationToken);
        return new Samples(answers.Select(answer => answer.Milliseconds));
    }

    // As the search page does while somebody types; between the last letter and the search is as long as it takes to reach the key.
    private static async Task<Samples> TypedAsync(BenchRun run, AppProcess app, CancellationToken cancellationToken)
    {
        var (answers, _) = await SearchLoad.ClosedAsync(run.Short ? 100 : 300, 1, _ => TypeAsync(), cancellationToken);
        return new Samples(answers.Select(answer => answer.Answer));

        async Task<double> TypeAsync()
        {
            var words = AppProcess.NextWords();
            await app.TextAsync($"/api/suggestions?q={Uri.EscapeDataString(words)}", cancellationToken);
            await Task.Delay(50, cancellationToken);
            var started = TimeProvider.System.GetTimestamp();
            await app.AskAsync(words, cancellationToken);
            return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    private static async Task<Samples> RepeatAsync(AppProcess app, CancellationToken cancellationToken)
    {
        var (answers, _) = await SearchLoad.ClosedAsync(101, 1, _ => app.AskAsync("the very same words", cancellationToken), cancellationToken);
        return new Samples(answers.Select(answer => answer.Answer).Order().Take(100));
    }

    // Photographs that differ in their last bytes are sent all the while, so that there is always something to index.
    private static async Task<(Samples Searches, double Pictures)> WhileIndexingAsync(BenchRun run, AppProcess app, CancellationToken cancellationToken)
    {
        var files = Photographs.Make(run.Folder("photos"), 4000, 3000, 8).Select(File.ReadAllBytes).ToList();
        await app.UploadAsync(Some(files, 30), cancellationToken);
        var (before, started) = (await app.IndexedAsync(cancellationToken), TimeProvider.System.GetTimestamp());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = FeedAsync(app, files, enough.Token);
        var answers = await SearchLoad.FixedRateAsync(run.Short ? 80 : 250, 10, _ => app.AskAsync(cancellationToken), cancellationToken);
        var indexed = await app.IndexedAsync(cancellationToken) - before;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await enough.CancelAsync();
        await feeding;
        return (new Samples(answers.Select(answer => answer.Milliseconds)), indexed / seconds);
    }

    private static async Task FeedAsync(AppProcess app, List<byte[]> files, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Whole uploads: one that is cut off is a picture that is refused.
            await (await app.PendingAsync(CancellationToken.None) < 30 ? app.UploadAsync(Some(files, 10), CancellationToken.None) : Task.Delay(100, CancellationToken.None));
        }
    }

    private static IEnumerable<byte[]> Some(List<byte[]> files, int count) =>
        Enumerable.Range(0, count).Select(i => (byte[])[.. files[i % files.Count], .. Guid.NewGuid().ToByteArray()]);

    private static void PrintGrowth(BenchRun run, List<(int Count, Samples Times)> growth)
    {
        var table = new MarkdownTable("Growth: one client over HTTP", "pictures", "p50 ms", "p95 ms", "p95 against the smallest");
        foreach (var (count, times) in growth)
        {
            table.Row($"{count:N0}", times.Median, times.Percentile(95), times.Percentile(95) / growth[0].Times.Percentile(95));
            run.Value($"search_p95_ms_at_{count}", times.Percentile(95));
        }

        run.Value("growth_p95_ratio", growth[^1].Times.Percentile(95) / growth[0].Times.Percentile(95));
        run.Print(table);
    }

    private static void Row(MarkdownTable table, string name, Samples times, double perSecond) =>
        table.Row(name, times.Median, times.Percentile(95), times.Percentile(99), perSecond);
}
