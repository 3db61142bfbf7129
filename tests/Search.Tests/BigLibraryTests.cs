using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class BigLibraryTests(BigLibrary library) : IClassFixture<BigLibrary>
{
    private static readonly SearchOptions Defaults = new() { CopyLikeness = 0 };
    private static readonly SearchOptions AlwaysIndex = new() { ExactRows = 0, CopyLikeness = 0 };
    private static readonly SearchOptions AlwaysExact = new() { ExactRows = 10_000_000, CopyLikeness = 0 };
    private static readonly CandidateFilter All = CandidateFilter.None;

    [PostgresTheory]
    [InlineData(100)]
    [InlineData(1100)]
    public async Task From_20000_pictures_on_the_index_is_used(int depth)
    {
        var plan = await PlanAsync(All, depth);

        Assert.Contains($"Index Scan using image_vectors_{library.Generation}_hnsw on image_vectors_{library.Generation}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_filter_rides_on_the_index()
    {
        var plan = await PlanAsync(CandidateFilter.Of(new SearchRequest { Project = "common", Category = "even" }, ParsedQuery.Nothing), 100);

        Assert.Contains($"Index Scan using image_vectors_{library.Generation}_hnsw", plan, StringComparison.Ordinal);
        Assert.Contains("images_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData(null)]
    [InlineData("common")]
    public async Task Hidden_images_are_found_by_neither_scan_and_leave_no_gap(string? project)
    {
        var request = new SearchRequest { Text = "x", TopK = 20, Project = project };
        var filter = CandidateFilter.Of(request, ParsedQuery.Nothing);
        var before = await IdsAsync(AlwaysIndex, library.Queries[5], filter, request);
        var hidden = before.Take(5).ToArray();
        await library.Postgres.ExecuteAsync($"update images set hidden_at = now() where id in ({string.Join(',', hidden)})");
        try
        {
            var indexed = await IdsAsync(AlwaysIndex, library.Queries[5], filter, request);
            var exact = await IdsAsync(AlwaysExact, library.Queries[5], filter, request);

            Assert.Equal(before.Skip(5), indexed.Take(15));
            Assert.Equal((20, 20), (indexed.Count, exact.Count));
            Assert.Empty(exact.Intersect(hidden));
        }
        finally
        {
            await library.Postgres.ExecuteAsync("update images set hidden_at = null where hidden_at is not null");
        }
    }

    [PostgresFact]
    public async Task A_search_as_it_is_configured_scans_the_index()
    {
        const string scans = "select coalesce(sum(idx_scan), 0)::bigint from pg_stat_user_indexes where indexrelname like '%hnsw'";
        var before = await library.Postgres.ScalarAsync<long>(scans);

        await Search(Defaults).RunAsync(new SearchRequest { Text = "x" }, library.Queries[0], BigLibrary.Model);

        // Statistics arrive when the connection that made them is idle or gone.
        await Eventually.TrueAsync(async () => await library.Postgres.ScalarAsync<long>(scans) > before, TimeSpan.FromSeconds(30), "no scan of the index was counted");
    }

    [PostgresFact]
    public async Task The_first_ten_are_the_right_ones()
    {
        var found = 0;
        foreach (var query in library.Queries)
        {
            var exact = await IdsAsync(AlwaysExact, query, All, new SearchRequest { Text = "x" });
            var indexed = await IdsAsync(Defaults, query, All, new SearchRequest { Text = "x" });
            found += exact.Intersect(indexed).Count();
        }

        var recall = found / (10.0 * library.Queries.Count);
        Assert.True(recall >= 0.95, $"recall@10 is {recall:0.000}");
    }

    [PostgresTheory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(100)]
    public async Task Paging_to_the_end_neither_repeats_nor_loses_a_picture(int size)
    {
        var query = library.Queries[1];
        var request = new SearchRequest { Text = "x" };
        var paged = new List<SearchHit>();
        var more = true;
        for (var offset = 0; more; offset += size)
        {
            Assert.True(offset < SearchRequest.MaxDepth, "there is no end to the pages");
            var page = request with { TopK = Math.Min(size, SearchRequest.MaxDepth - offset), Offset = offset };
            var answer = await Search(Defaults).RunAsync(page, query, BigLibrary.Model);
            var again = await Search(Defaults).RunAsync(page, query, BigLibrary.Model);
            Assert.Equal(answer.Hits, again.Hits);
            paged.AddRange(answer.Hits);
            more = answer.More;
        }

        Assert.Equal(SearchRequest.MaxDepth, paged.Count);
        Assert.Equal(SearchRequest.MaxDepth, paged.Select(h => h.Id).Distinct().Count());
        var exact = (await CandidatesAsync(AlwaysExact, query, All, 1000)).Select(c => c.Id);
        var recall = paged.Select(h => h.Id).Intersect(exact).Count() / 1000.0;
        Assert.True(recall >= 0.85, $"recall@1000 is {recall:0.000}");

        // An index keeps rounded copies, so its order is right but for that.
        Assert.All(paged.Zip(paged.Skip(1)), pair => Assert.True(pair.Second.Score <= pair.First.Score + 0.001, $"{pair.First.Score} before {pair.Second.Score}"));
    }

    [PostgresTheory]
    [InlineData("rare", null, 0, 100, 100)] // 200 of 20,000
    [InlineData("rare", null, 100, 100, 100)]
    [InlineData("common", null, 900, 100, 100)]
    [InlineData("common", "even", 0, 100, 100)]
    [InlineData("rare", "even", 150, 100, 50)] // 200
    [InlineData("none", null, 0, 10, 0)]
    public async Task Filters_leave_pages_full(string project, string? category, int offset, int topK, int expected)
    {
        var request = new SearchRequest { Text = "x", Project = project, Category = category, Offset = offset, TopK = topK };

        var answer = await Search(Defaults).RunAsync(request, library.Queries[2], BigLibrary.Model);

        Assert.Equal(expected, answer.Hits.Count);
        Assert.All(answer.Hits, hit => Assert.Equal(project == "rare", hit.Id % 100 == 0));
        Assert.All(answer.Hits, hit => Assert.True(category is null || hit.Id % 2 == 0));
    }

    [PostgresTheory]
    [InlineData("common", 1000)]
    [InlineData("rare", 200)]
    public async Task A_filtered_scan_of_the_index_goes_on_until_enough_were_found(string project, int matching)
    {
        var filter = CandidateFilter.Of(new SearchRequest { Project = project }, ParsedQuery.Nothing);
        var exact = await CandidatesAsync(AlwaysExact, library.Queries[3], filter, 1000);

        var indexed = await CandidatesAsync(AlwaysIndex, library.Queries[3], filter, 1000);

        Assert.Equal(matching, exact.Count);
        var recall = exact.Select(c => c.Id).Intersect(indexed.Select(c => c.Id)).Count() / (double)matching;
        Assert.True(recall >= 0.85, $"recall@{matching} is {recall:0.000}");
    }

    [PostgresFact]
    public async Task An_image_is_not_among_its_own_neighbours()
    {
        var answer = await Search(Defaults).RunAsync(new SearchRequest { ImageId = 1234, TopK = 100 }, null, BigLibrary.Model);

        Assert.Equal(100, answer.Hits.Count);
        Assert.DoesNotContain(answer.Hits, hit => hit.Id == 1234);
        Assert.True(answer.More);
    }

    [PostgresFact]
    public async Task A_threshold_keeps_what_passes_it_and_nothing_else()
    {
        var query = library.Queries[4];
        var exact = await CandidatesAsync(AlwaysExact, query, All, 1000);
        var threshold = exact[30].Score;

        var answer = await Search(Defaults).RunAsync(new SearchRequest { Text = "x", TopK = 100, ScoreThreshold = threshold }, query, BigLibrary.Model);

        Assert.InRange(answer.Hits.Count, 28, 31);
        Assert.All(answer.Hits, hit => Assert.True(hit.Score >= threshold));
        Assert.False(answer.More);
    }

    private TestSearch Search(SearchOptions options) => new(library.Postgres.DataSource, options);

    private async Task<IReadOnlyList<long>> IdsAsync(SearchOptions options, float[] query, CandidateFilter filter, SearchRequest request)
    {
        var stream = await CandidatesAsync(options, query, filter, ResultPage.Depth(ResultPage.Wanted(request, 0, deep: false)));
        return [.. ResultPage.Stream(CandidateBlocks.Split(stream, ResultPage.Block)).Take(request.TopK).Select(static c => c.Id)];
    }

    private async Task<IReadOnlyList<Candidate>> CandidatesAsync(SearchOptions options, float[] query, CandidateFilter filter, int depth)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(library.Postgres.DataSource, options.Deadline, null, CancellationToken.None);
        return ScanChoice.IsExact(snapshot.Serving!.Rows, options.ExactRows)
            ? await CandidateQuery.ExactAsync(snapshot, snapshot.Serving, query, filter, depth, CancellationToken.None)
            : await CandidateQuery.IndexedAsync(snapshot, snapshot.Serving, query, filter, depth, options.EfSearch, CancellationToken.None);
    }

    private async Task<string> PlanAsync(CandidateFilter filter, int depth)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(library.Postgres.DataSource, Defaults.Deadline, null, CancellationToken.None);
        var generation = snapshot.Serving!;
        Assert.False(ScanChoice.IsExact(generation.Rows, Defaults.ExactRows), $"{generation.Rows} rows are estimated");
        await CandidateQuery.UseIndexAsync(snapshot, Defaults.EfSearch, CancellationToken.None);
        var parameters = filter.Parameters();
        parameters.Add("vector", library.Queries[0]);
        var lines = await snapshot.QueryAsync<string>("explain " + CandidateQuery.IndexSql(generation, filter, depth), parameters, CancellationToken.None);
        return string.Join('\n', lines);
    }
}
