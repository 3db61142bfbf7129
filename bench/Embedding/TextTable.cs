using System.Numerics.Tensors;

namespace Photoseek.Bench.Embedding;

/// <summary>What a query's vector costs: the app feeds start..end only, others pad every query to 77 ids.</summary>
internal sealed class TextTable : IBenchTable
{
    private const int Tokens = 10;

    public string Name => "text";

    public string About => "a query's vector: ids up to the end token against the same session padded to 77, and few nodes against many";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var exported = RandomBundle.TextTower(RandomBundle.Make(run, lean: false));
        var lean = RandomBundle.TextTower(RandomBundle.Make(run, lean: true));
        using var wide = new TextRuns(exported, threads: 1, int16: false);
        using var wideLean = new TextRuns(lean, threads: 1, int16: false);
        using var one = new TextRuns(exported, threads: 1);
        using var oneLean = new TextRuns(lean, threads: 1);
        using var two = new TextRuns(exported, threads: 2);
        using var twoLean = new TextRuns(lean, threads: 2);
        (string Name, TextRuns Runs)[] rows =
        [
            ("as exported, weights of 16 bits, 1 thread", one),
            ("few nodes, weights of 16 bits, 1 thread", oneLean),
            ("as exported, weights of 16 bits, 2 threads", two),
            ("few nodes, weights of 16 bits, 2 threads", twoLean),
            ("as exported, float32, 1 thread", wide),
            ("few nodes, float32, 1 thread", wideLean),
        ];
        var times = await Interleaved.RunAsync(run.Short ? 30 : 150, warmUp: 5, [.. rows.SelectMany(static row => Turn(row.Name, row.Runs))], cancellationToken);

        var table = new MarkdownTable($"A query of {Tokens} ids to its vector, ViT-B/32", "text tower", "p50 ms", "p95 ms", "padded to 77, p50 ms", "times faster", "cosine to float32, padded");
        foreach (var (name, runs) in rows)
        {
            var (alone, padded) = (times[name], times[Padded(name)]);
            table.Row(name, alone.Median, alone.Percentile(95), padded.Median, padded.Median / alone.Median, Cosine(runs, wide).ToString("0.00000000"));
        }

        run.Print(table);
        run.Value("text_p50_ms", times[rows[0].Name].Median);
        run.Value("text_truncated_speedup", times[Padded(rows[0].Name)].Median / times[rows[0].Name].Median);
        run.Value("text_lean_p50_ms", times[rows[1].Name].Median);
        run.Value("text_lean_truncated_speedup", times[Padded(rows[1].Name)].Median / times[rows[1].Name].Median);
        run.Value("text_two_threads_p50_ms", times[rows[2].Name].Median);
        run.Value("text_float32_p50_ms", times[rows[4].Name].Median);
        await MeasureTogetherAsync(run, [("16 bits, 1 thread", one), ("16 bits, 2 threads", two), ("float32, 1 thread", wide)], cancellationToken);
    }

    private static async Task MeasureTogetherAsync(BenchRun run, (string Name, TextRuns Runs)[] rows, CancellationToken cancellationToken)
    {
        const int callers = 8;
        const int each = 10;
        var times = await Interleaved.RunAsync(
            run.Short ? 5 : 20,
            warmUp: 1,
            [.. rows.Select(row => (row.Name, (Func<int, Task>)(round => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Factory.StartNew(
                () =>
                {
                    for (var i = 0; i < each; i++)
                    {
                        row.Runs.Run(Tokens, Tokens, (round * callers) + caller + i);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))))))],
            cancellationToken);
        var table = new MarkdownTable($"{callers} callers at a time, {Tokens} ids", "text tower, as exported", "queries/s");
        foreach (var (name, _) in rows)
        {
            table.Row(name, callers * each * 1000 / times[name].Median);
        }

        run.Print(table);
    }

    private static Task Ran(TextRuns runs, int padded, int round)
    {
        runs.Run(Tokens, padded, round);
        return Task.CompletedTask;
    }

    // Of a turn the first run does not count: it brings back what other sessions have driven out of the caches, and the two that are
    // compared would not find the same otherwise.
    private static (string Name, Func<int, Task> Run)[] Turn(string name, TextRuns runs) =>
        [($"{name}, back", round => Ran(runs, Tokens, round)), (name, round => Ran(runs, Tokens, round)), (Padded(name), round => Ran(runs, Shapes.Context, round))];

    private static string Padded(string name) => $"{name}, padded";

    // The least of ten queries.
    private static float Cosine(TextRuns runs, TextRuns reference) =>
        Enumerable.Range(0, 10).Min(query => TensorPrimitives.Dot(runs.Run(Tokens, Tokens, query), reference.Run(Tokens, Shapes.Context, query)));
}
