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
        using var one = new TextRuns(exported, threads: 1);
        using var two = new TextRuns(exported, threads: 2);
        using var oneLean = new TextRuns(lean, threads: 1);
        using var twoLean = new TextRuns(lean, threads: 2);
        using var int8 = new TextRuns(exported, threads: 1, int8: true);
        (string Name, TextRuns Runs, int Padded)[] rows =
        [
            ("as exported, 1 thread", one, Tokens),
            ("as exported, 1 thread, padded to 77", one, Shapes.Context),
            ("few nodes, 1 thread", oneLean, Tokens),
            ("few nodes, 1 thread, padded to 77", oneLean, Shapes.Context),
            ("as exported, int8, 1 thread", int8, Tokens),
            ("as exported, int8, 1 thread, padded to 77", int8, Shapes.Context),
            ("as exported, 2 threads", two, Tokens),
            ("few nodes, 2 threads", twoLean, Tokens),
            ("as exported, 2 threads, padded to 77", two, Shapes.Context),
        ];
        var times = await Interleaved.RunAsync(
            run.Short ? 30 : 150,
            warmUp: 5,
            [.. rows.Select(row => (row.Name, (Func<int, Task>)(round => Ran(row.Runs, row.Padded, round))))],
            cancellationToken);

        var table = new MarkdownTable($"A query of {Tokens} ids to its vector, ViT-B/32", "text tower, fp32 unless said", "p50 ms", "p95 ms", "faster than padded", "cosine to padded");
        foreach (var row in rows)
        {
            var padded = rows.FirstOrDefault(other => other.Runs == row.Runs && other.Padded == Shapes.Context, rows[^1]);
            table.Row(row.Name, times[row.Name].Median, times[row.Name].Percentile(95), times[padded.Name].Median / times[row.Name].Median, Cosine(row.Runs, row.Padded, one).ToString("0.0000000"));
        }

        run.Print(table);
        run.Value("text_p50_ms", times[rows[0].Name].Median);
        run.Value("text_truncated_speedup", times[rows[1].Name].Median / times[rows[0].Name].Median);
        run.Value("text_lean_p50_ms", times[rows[2].Name].Median);
        run.Value("text_lean_truncated_speedup", times[rows[3].Name].Median / times[rows[2].Name].Median);
        run.Value("text_lean_against_exported_padded", times[rows[1].Name].Median / times[rows[2].Name].Median);
        run.Value("text_int8_p50_ms", times[rows[4].Name].Median);
        run.Value("text_two_threads_p50_ms", times[rows[6].Name].Median);
    }

    private static Task Ran(TextRuns runs, int padded, int round)
    {
        runs.Run(Tokens, padded, round);
        return Task.CompletedTask;
    }

    // The least of ten queries.
    private static float Cosine(TextRuns runs, int padded, TextRuns reference) =>
        Enumerable.Range(0, 10).Min(query => TensorPrimitives.Dot(runs.Run(Tokens, padded, query), reference.Run(Tokens, Shapes.Context, query)));
}
