using Photoseek.Testing;

namespace Photoseek.Search.Tests.Codes;

public sealed class CodeSearchTests(WideLibrary library) : IClassFixture<WideLibrary>
{
    [PostgresTheory]
    [InlineData(null, null, 40)]
    [InlineData(null, null, 64)]
    [InlineData("tenth", null, 100)] // 6,000 of 60,000, as good as any others
    [InlineData(null, "far", 100)] // all of them behind what a filter is followed through
    public async Task Pages_are_complete_repeatable_and_the_best_come_first(string? project, string? category, int size)
    {
        var request = new SearchRequest { Text = "x", Project = project, Category = category };
        var paged = new List<SearchHit>();
        var more = true;
        for (var offset = 0; more; offset += size)
        {
            var page = request with { TopK = Math.Min(size, SearchRequest.MaxDepth - offset), Offset = offset };
            var answer = await library.ByCodes.RunAsync(page, library.Query, WideLibrary.Model);
            Assert.Equal(SearchPath.Codes, answer.Path);
            Assert.Equal(answer.Hits, (await library.ByCodes.RunAsync(page, library.Query, WideLibrary.Model)).Hits);
            paged.AddRange(answer.Hits);
            more = answer.More;
        }

        Assert.Equal(SearchRequest.MaxDepth, paged.Select(h => h.Id).Distinct().Count());
        Assert.Equal(SearchRequest.MaxDepth, paged.Count);
        var exact = new List<SearchHit>();
        for (var offset = 0; offset < SearchRequest.MaxDepth; offset += 100)
        {
            exact.AddRange((await library.Exactly.RunAsync(request with { TopK = 100, Offset = offset }, library.Query, WideLibrary.Model)).Hits);
        }

        Assert.Equal(exact.Take(10), paged.Take(10));
        Assert.InRange(exact.Take(100).Select(h => h.Id).Intersect(paged.Take(100).Select(h => h.Id)).Count(), 95, 100);
        var recall = paged.Select(h => h.Id).Intersect(exact.Select(h => h.Id)).Count() / (double)SearchRequest.MaxDepth;
        Assert.True(recall >= 0.98, $"recall@1000 is {recall:0.000}");
    }

    [PostgresTheory]
    [InlineData(null)]
    [InlineData("tenth")]
    public async Task Hidden_images_are_not_found_though_they_have_codes(string? project)
    {
        var request = new SearchRequest { Text = "x", TopK = 20, Project = project };
        var before = await library.ByCodes.RunAsync(request, library.Query, WideLibrary.Model);
        await library.Postgres.ExecuteAsync($"update images set hidden_at = now() where id in ({string.Join(',', before.Hits.Take(5).Select(h => h.Id))})");
        try
        {
            var after = await library.ByCodes.RunAsync(request, library.Query, WideLibrary.Model);

            Assert.Equal((SearchPath.Codes, 20), (after.Path, after.Hits.Count));
            Assert.Equal(before.Hits.Skip(5).Select(static h => (h.Id, h.Score)), after.Hits.Take(15).Select(static h => (h.Id, h.Score)));
        }
        finally
        {
            await library.Postgres.ExecuteAsync("update images set hidden_at = null where hidden_at is not null");
        }
    }

    /// <summary>A page of a hundred comes from many times as many, though half of those do not match.</summary>
    [PostgresFact]
    public async Task A_filter_that_leaves_half_of_the_library_costs_none_of_the_right_ones()
    {
        var right = 0;
        long[] asked = [.. Enumerable.Range(1, 20).Select(static n => 2_000L * n)];
        foreach (var image in asked)
        {
            var request = new SearchRequest { ImageId = image, Project = "half", TopK = 100 };
            var answer = await library.ByCodes.RunAsync(request, null, null);
            Assert.Equal((SearchPath.Codes, 100), (answer.Path, answer.Hits.Count));
            right += answer.Hits.Select(static h => h.Id).Intersect((await library.Exactly.RunAsync(request, null, null)).Hits.Select(static h => h.Id)).Count();
        }

        var recall = right / (100.0 * asked.Length);
        Assert.True(recall >= 0.97, $"recall@100 is {recall:0.000}");
    }

    [PostgresFact]
    public async Task A_filter_that_matches_nothing_finds_nothing()
    {
        var answer = await library.ByCodes.RunAsync(new SearchRequest { Text = "x", Category = "none" }, library.Query, WideLibrary.Model);

        Assert.Equal((SearchPath.Exact, 0, false), (answer.Path, answer.Hits.Count, answer.More));
    }

    [PostgresFact]
    public async Task An_image_is_not_among_its_own_neighbours()
    {
        var request = new SearchRequest { ImageId = 1234, TopK = 100 };

        var answer = await library.ByCodes.RunAsync(request, null, null);

        Assert.Equal(SearchPath.Codes, answer.Path);
        Assert.Equal(100, answer.Hits.Count);
        Assert.DoesNotContain(answer.Hits, hit => hit.Id == 1234);
        Assert.Equal((await library.Exactly.RunAsync(request, null, null)).Hits.Take(20), answer.Hits.Take(20));
    }

    [PostgresFact]
    public async Task A_threshold_ends_the_results()
    {
        var all = await library.ByCodes.RunAsync(new SearchRequest { Text = "x", TopK = 50 }, library.Query, WideLibrary.Model);

        var best = await library.ByCodes.RunAsync(
            new SearchRequest { Text = "x", TopK = 50, ScoreThreshold = all.Hits[19].Score }, library.Query, WideLibrary.Model);

        Assert.Equal(all.Hits.Take(20), best.Hits);
        Assert.False(best.More);
    }
}
