using Npgsql;
using Photoseek.App.Cli.Bench;
using Photoseek.Indexing.Simulation;
using Photoseek.Search;
using Photoseek.Search.Language;

namespace Photoseek.Bench.Searching;

/// <summary>Every filter, letting through half of the library, a tenth, a hundredth and a ten-thousandth: what comes back, how much of the right, and when.</summary>
internal sealed class FiltersTable : IBenchTable
{
    private const int Pictures = 100_000;
    private const int Asked = 100;

    private static readonly string[] Shares = ["50 %", "10 %", "1 %", "0.01 %"];

    // 0 for half of the pictures, 1 for a tenth, 2 for a hundredth, 3 for a ten-thousandth, 4 for the rest: each field by a throw of its own.
    private const string Thrown = """
        create or replace function pg_temp.share(id bigint, field int) returns int language sql immutable as $$
          select case when t < 5000 then 0 when t < 6000 then 1 when t < 6100 then 2 when t < 6101 then 3 else 4 end
          from (select abs(hashint8extended(id, field)) % 10000 as t) thrown
        $$;
        """;

    // The filter of each share.
    private static readonly (string Name, string[] Filters)[] Filters =
    [
        ("tag", ["tag:s0", "tag:s1", "tag:s2", "tag:s3"]),
        ("person", ["person:s0", "person:s1", "person:s2", "person:s3"]),
        ("camera", ["camera:share0", "camera:share1", "camera:share2", "camera:share3"]),
        ("lens", ["lens:share0", "lens:share1", "lens:share2", "lens:share3"]),
        ("name", ["name:share0", "name:share1", "name:share2", "name:share3"]),
        ("project", ["project:s0", "project:s1", "project:s2", "project:s3"]),
        ("category", ["category:s0", "category:s1", "category:s2", "category:s3"]),
        ("source", ["source:s0", "source:s1", "source:s2", "source:s3"]),
        ("from, to", ["from:2000 to:2000", "from:2001 to:2001", "from:2002 to:2002", "from:2003 to:2003"]),
        ("near", ["near:0,10,20km", "near:10,10,20km", "near:20,10,20km", "near:30,10,20km"]),
        ("size", ["size:<=1mb", "size:>1mb size:<=2mb", "size:>2mb size:<=3mb", "size:>3mb size:<=4mb"]),
        ("rating", ["rating:=1", "rating:=2", "rating:=3", "rating:=4"]),
    ];

    // What is one of three gives two of the shares at a time: first the larger ones, then, labelled anew, the smaller ones.
    private static readonly (string Name, string[] Filters)[] Few = [("type", ["type:png", "type:webp"]), ("is", ["is:portrait", "is:square"]), ("no", ["no:description", "no:title"])];

    public string Name => "filters";

    public string About => "every filter at 50 %, 10 %, 1 % and 0.01 % of 100,000 pictures: rows, recall, time";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var library = await BenchLibrary.OpenAsync(run, Pictures, "library-filters", cancellationToken);
        await using var codes = await OpenLibrary.OpenAsync(library, withCodes: true, cancellationToken);
        await LabelAsync(codes.Database, cancellationToken);
        await using var exact = await OpenLibrary.OpenAsync(library, withCodes: false, cancellationToken, exact: true);
        var source = new SimulatedVectors(seed: 1, dimension: 512);
        var queries = Enumerable.Range(0, run.Short ? 4 : 10).Select(source.TextQuery).ToList();
        var table = new MarkdownTable(
            $"Filters at {Pictures:N0} pictures, text-like queries, {Asked} results asked for; without the text tower",
            "filter", "lets through", "matching", "returned", "recall@10", "recall@100", "p50 ms", "slowest ms");
        foreach (var (name, filters) in Filters)
        {
            foreach (var (filter, share) in filters.Zip(Shares))
            {
                await MeasureAsync(run, table, name, share, filter, codes, exact, queries, cancellationToken);
            }
        }

        for (var first = 0; first < Shares.Length; first += 2)
        {
            await LabelFewAsync(codes.Database, first, cancellationToken);
            foreach (var (name, filters) in Few)
            {
                foreach (var (filter, share) in filters.Zip(Shares[first..]))
                {
                    await MeasureAsync(run, table, name, share, filter, codes, exact, queries, cancellationToken);
                }
            }
        }

        run.Print(table);
    }

    private static async Task MeasureAsync(
        BenchRun run, MarkdownTable table, string name, string share, string filter, OpenLibrary codes, OpenLibrary exact, List<float[]> queries, CancellationToken cancellationToken)
    {
        var request = new SearchRequest { TopK = Asked, Filters = new QueryFilters(QueryParser.Parse(filter).Filters) };
        var (returned, expected, right10, right100) = (0, 0, 0.0, 0.0);
        List<double> times = [];
        await codes.Search.SearchAsync(queries[0], request, cancellationToken);
        foreach (var query in queries)
        {
            var truth = (await exact.Search.SearchAsync(query, request, cancellationToken)).Hits.Select(static hit => hit.Id).ToList();
            var answer = await codes.Search.SearchAsync(query, request, cancellationToken);
            times.Add(answer.Latency.TotalMilliseconds);
            returned += answer.Hits.Count;
            expected += truth.Count;
            right10 += Recall(truth.Take(10), answer.Hits.Take(10));
            right100 += Recall(truth, answer.Hits);
        }

        var samples = new Samples(times);
        table.Row(name, share, expected / queries.Count, returned / queries.Count, right10 / queries.Count, right100 / queries.Count, samples.Median, times.Max());
        run.Value($"filter_{name.Split(',')[0]}_{share.Split(' ')[0]}_recall_at_10", right10 / queries.Count);
        run.Value($"filter_{name.Split(',')[0]}_{share.Split(' ')[0]}_p50_ms", samples.Median);
    }

    private static double Recall(IEnumerable<long> truth, IEnumerable<SearchHit> hits)
    {
        var right = truth.ToHashSet();
        return right.Count == 0 ? 1 : hits.Count(hit => right.Contains(hit.Id)) / (double)right.Count;
    }

    private static async Task LabelAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        const string sql = $"""
            {Thrown}
            insert into sources (name, kind, root) select 's' || n, 'folder', '/' || n from generate_series(0, 4) n on conflict do nothing;
            update images set
              tags = array['s' || pg_temp.share(id, 1)], persons = array['s' || pg_temp.share(id, 2)], camera_make = null,
              camera_model = 'share' || pg_temp.share(id, 3), lens = 'share' || pg_temp.share(id, 4), file_name = 'share' || pg_temp.share(id, 5) || '.jpg',
              project = 's' || pg_temp.share(id, 6), category = 's' || pg_temp.share(id, 7),
              taken_at = make_timestamp(2000 + pg_temp.share(id, 8), 5, 1, 0, 0, 0), latitude = 10 * pg_temp.share(id, 9), longitude = 10,
              byte_size = 900000 + 1000000 * pg_temp.share(id, 10), rating = 1 + pg_temp.share(id, 11);
            update image_objects o set source_id = (select s.id from sources s where s.name = 's' || pg_temp.share(o.image_id, 16));
            analyze images; analyze image_objects
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var asked = new NpgsqlCommand("select exists (select from images where 's0' = any(tags))", connection);
        if (await asked.ExecuteScalarAsync(cancellationToken) is true)
        {
            return;
        }

        BenchRun.Note("labelling the pictures");
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task LabelFewAsync(NpgsqlDataSource database, int first, CancellationToken cancellationToken)
    {
        const string sql = $"""
            {Thrown}
            update images i set format = f.format, width = f.width, height = f.height, description = f.description, title = f.title
            from (
              select id,
                case pg_temp.share(id, 12) when @first then 'png' when @first + 1 then 'webp' else 'jpeg' end as format,
                case when pg_temp.share(id, 13) in (@first, @first + 1) then 300 else 400 end as width,
                case when pg_temp.share(id, 13) = @first then 400 else 300 end as height,
                case when pg_temp.share(id, 14) = @first then null else 'x' end as description,
                case when pg_temp.share(id, 15) = @first + 1 then null else 'x' end as title
              from images) f
            where f.id = i.id
              and (i.format, i.width, i.height, i.description, i.title) is distinct from (f.format, f.width, f.height, f.description, f.title);
            analyze images
            """;
        BenchRun.Note("labelling the pictures anew");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        command.Parameters.AddWithValue("first", first);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
