using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>Sixty pictures ever further from the query; the first thirty are near it. Every third has no date.</summary>
public sealed class SortedSearchTests : IAsyncLifetime
{
    private const int Near = 30;
    private static readonly ModelIdentity Model = SampleLibrary.Model(4);
    private static readonly float[] Query = [1, 0, 0, 0];
    private readonly TestPostgres _postgres = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        var generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await SampleLibrary.AddAsync(_postgres, generation, [.. Enumerable.Range(0, 60).Select(static i => i < Near ? Unit(1, i * 0.01f) : Unit(0.2f, 1 + (i * 0.01f)))]);
        await _postgres.ExecuteAsync(
            """
            update images set taken_at = case when id % 3 = 0 then null else timestamp '2020-01-01' + (id * 37 % 61) * interval '1 day' end,
                              created_at = timestamptz '2020-01-01 00:00:00+00' + (id * 37 % 61) * interval '1 day'
            """);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresTheory]
    [InlineData(SearchSort.Newest)]
    [InlineData(SearchSort.Oldest)]
    public async Task An_order_by_date_stays_inside_what_is_relevant_on_every_page(SearchSort sort)
    {
        var request = new SearchRequest { Text = "x", Sort = sort, Cutoff = 0.5, TopK = 7 };
        var paged = await PagesAsync(request, Query);

        var expected = Enumerable.Range(1, Near).Select(static i => (long)i).OrderBy(static id => id * 37 % 61);
        Assert.Equal(sort == SearchSort.Oldest ? expected : expected.Reverse(), paged);
        Assert.Equal(paged, await PagesAsync(request with { TopK = 11 }, Query));
    }

    [PostgresFact]
    public async Task By_relevance_the_same_pictures_come_by_their_nearness_and_the_rest_is_counted()
    {
        var answer = await Search.RunAsync(new SearchRequest { Text = "x", Cutoff = 0.5, TopK = 100 }, Query, Model);

        Assert.Equal(Enumerable.Range(1, Near).Select(static i => (long)i), answer.Hits.Select(static h => h.Id));
        Assert.Equal((30, false, false), (answer.Less, answer.LessGoesOn, answer.More));
    }

    [PostgresTheory]
    [InlineData(SearchSort.Relevance)]
    [InlineData(SearchSort.Newest)]
    [InlineData(SearchSort.Oldest)]
    public async Task With_nothing_but_filters_all_come_by_date(SearchSort sort)
    {
        var paged = await PagesAsync(new SearchRequest { Text = "is:landscape", Sort = sort, TopK = 7 }, null);

        var expected = Enumerable.Range(1, 60).Select(static i => (long)i).OrderBy(static id => id * 37 % 61);
        Assert.Equal(sort == SearchSort.Oldest ? expected : expected.Reverse(), paged);
    }

    private TestSearch Search => new(_postgres.DataSource);

    private async Task<List<long>> PagesAsync(SearchRequest request, float[]? vector)
    {
        List<long> ids = [];
        for (var more = true; more; request = request with { Offset = request.Offset + request.TopK })
        {
            var answer = await Search.RunAsync(request, vector, Model);
            ids.AddRange(answer.Hits.Select(static h => h.Id));
            more = answer.More;
        }

        return ids;
    }

    private static float[] Unit(float x, float y)
    {
        var length = MathF.Sqrt((x * x) + (y * y));
        return [x / length, y / length, 0, 0];
    }
}
