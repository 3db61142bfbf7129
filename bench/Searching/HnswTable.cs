using System.Globalization;
using Dapper;
using Npgsql;
using Photoseek.App.Cli.Bench;
using Photoseek.Indexing.Simulation;

namespace Photoseek.Bench.Searching;

/// <summary>pgvector's HNSW index alone: what ef_search and iterative scans find of the true ten, and for how long.</summary>
internal sealed class HnswTable : IBenchTable
{
    private static readonly (int Ef, string Iterative)[] _settings =
        [(40, "off"), (100, "off"), (200, "off"), (200, "strict_order"), (400, "off"), (1000, "off")];

    public string Name => "hnsw";

    public string About => "pgvector's HNSW index by ef_search and iterative scan against the exact scan in SQL, for text-like and picture-like queries";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var count = run.Short ? 30 : 100;
        var library = await BenchLibrary.OpenAsync(run, run.Short ? 100_000 : 1_000_000, cancellationToken);
        await using var open = await OpenLibrary.OpenAsync(library, withCodes: false, cancellationToken);
        var source = new SimulatedVectors(seed: 1, dimension: 512);
        (string Name, List<float[]> Queries)[] kinds =
            [("text-like", [.. Enumerable.Range(0, count).Select(source.TextQuery)]), ("picture-like", [.. Enumerable.Range(0, count).Select(source.PictureQuery)])];
        var generation = await GenerationAsync(open.Database, cancellationToken);
        var table = new MarkdownTable($"pgvector HNSW (m 16, ef_construction 100) at {library.Count:N0} halfvec(512)", "ef_search, iterative scan", "text-like recall@10", "p50 ms", "p95 ms", "picture-like recall@10", "p50 ms", "p95 ms");
        var results = new Dictionary<(int, string, string), (double Recall, Samples Times)>();
        foreach (var (kind, queries) in kinds)
        {
            var (truth, _) = await ExactNearest.FindAsync(open.Database, queries, cancellationToken);
            foreach (var (ef, iterative) in _settings)
            {
                results[(ef, iterative, kind)] = await MeasureAsync(open.Database, generation, queries, truth, ef, iterative, cancellationToken);
            }

            results[(0, "", kind)] = await MeasureAsync(open.Database, generation, [.. queries.Take(5)], truth, 0, "off", cancellationToken);
        }

        foreach (var (ef, iterative) in _settings.Append((0, "")))
        {
            var (text, picture) = (results[(ef, iterative, "text-like")], results[(ef, iterative, "picture-like")]);
            table.Row(ef == 0 ? "exact scan in SQL" : $"{ef}, {iterative}", text.Recall, text.Times.Median, text.Times.Percentile(95), picture.Recall, picture.Times.Median, picture.Times.Percentile(95));
        }

        run.Print(table);
        run.Value("hnsw_ef_100_text_recall", results[(100, "off", "text-like")].Recall);
        run.Value("hnsw_ef_100_picture_recall", results[(100, "off", "picture-like")].Recall);
        run.Value("sql_exact_p50_ms", results[(0, "", "text-like")].Times.Median);
    }

    private static async Task<(double, Samples)> MeasureAsync(
        NpgsqlDataSource database, int generation, List<float[]> queries, IReadOnlyList<HashSet<long>> truth, int ef, string iterative, CancellationToken cancellationToken)
    {
        const string settings = """
            select set_config('hnsw.ef_search', @ef, true), set_config('hnsw.iterative_scan', @iterative, true),
                   set_config('enable_seqscan', @seqscan, true), set_config('enable_indexscan', @indexscan, true), set_config('plan_cache_mode', 'force_custom_plan', true)
            """;
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            select image_id from image_vectors_{generation} order by embedding::halfvec(512) <=> @vector::real[]::halfvec(512) limit 10
            """);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var exact = ef == 0;
        await connection.ExecuteAsync(
            settings, new { ef = (exact ? 40 : ef).ToString(CultureInfo.InvariantCulture), iterative, seqscan = exact ? "on" : "off", indexscan = exact ? "off" : "on" }, transaction);
        var found = 0;
        var times = new List<double>();
        for (var i = -Math.Min(3, queries.Count); i < queries.Count; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var ids = await connection.QueryAsync<long>(new CommandDefinition(sql, new { vector = queries[Math.Max(i, -i - 1)] }, transaction, commandTimeout: 120, cancellationToken: cancellationToken));
            if (i >= 0)
            {
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
                found += ids.Count(truth[i].Contains);
            }
        }

        return (found / (10.0 * queries.Count), new Samples(times));
    }

    private static async Task<int> GenerationAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        const string sql = "select id from model_generations where state = 'serving'";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<int>(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }
}
