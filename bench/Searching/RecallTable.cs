using Photoseek.Indexing.Simulation;

namespace Photoseek.Bench.Searching;

/// <summary>How many of the true ten the app finds, by codes in memory and by the HNSW index, for queries on the pictures' cone and off it.</summary>
internal sealed class RecallTable(BenchLibrary library)
{
    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var source = new SimulatedVectors(seed: 1, dimension: 512);
        var count = run.Short ? 50 : 200;
        var text = Enumerable.Range(0, count).Select(source.TextQuery).ToList();
        var pictures = Enumerable.Range(0, count).Select(source.PictureQuery).ToList();
        await using var codes = await OpenLibrary.OpenAsync(library, withCodes: true, cancellationToken);
        await using var hnsw = await OpenLibrary.OpenAsync(library, withCodes: false, cancellationToken);
        var (textTruth, textCosine) = await ExactNearest.FindAsync(codes.Database, text, cancellationToken);
        var (pictureTruth, pictureCosine) = await ExactNearest.FindAsync(codes.Database, pictures, cancellationToken);
        (string Name, OpenLibrary Library, List<float[]> Queries, IReadOnlyList<HashSet<long>> Truth)[] rows =
        [
            ("codes, text-like", codes, text, textTruth),
            ("HNSW at ef 200, text-like", hnsw, text, textTruth),
            ("codes, picture-like", codes, pictures, pictureTruth),
            ("HNSW at ef 200, picture-like", hnsw, pictures, pictureTruth),
        ];
        var found = rows.ToDictionary(row => row.Name, _ => 0);
        var times = await Interleaved.RunAsync(
            count,
            warmUp: 0,
            [.. rows.Select(row => (row.Name, (Func<int, Task>)(async i => found[row.Name] += (await row.Library.Search.SearchAsync(row.Queries[i], 10, cancellationToken)).Hits.Count(hit => row.Truth[i].Contains(hit.Id)))))],
            cancellationToken);
        var table = new MarkdownTable(
            $"The vector leg at {library.Count:N0} pictures, without the text tower (mean of the best cosines: text-like {textCosine:0.000}, picture-like {pictureCosine:0.000})",
            "path, queries",
            "recall@10",
            "p50 ms",
            "p95 ms");
        foreach (var row in rows)
        {
            table.Row(row.Name, (double)found[row.Name] / (10 * count), times[row.Name].Median, times[row.Name].Percentile(95));
        }

        run.Print(table);
        run.Value("recall_at_10", found[rows[0].Name] / (10.0 * count));
        run.Value("recall_at_10_hnsw", found[rows[1].Name] / (10.0 * count));
        run.Value("recall_at_10_picture_like", found[rows[2].Name] / (10.0 * count));
        run.Value("recall_at_10_picture_like_hnsw", found[rows[3].Name] / (10.0 * count));
        run.Value("vector_leg_p50_ms", times[rows[0].Name].Median);
        run.Value("vector_leg_hnsw_p50_ms", times[rows[1].Name].Median);
    }
}
