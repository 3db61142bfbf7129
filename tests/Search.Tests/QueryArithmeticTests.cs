using System.Text.Json;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>Words that are added, weighed and taken away, over pictures of which it is known what they show.</summary>
public sealed class QueryArithmeticTests(DemoModel demo) : IClassFixture<DemoModel>
{
    private static readonly JsonElement Scenes = JsonDocument.Parse(File.ReadAllText(Repository.Path("demo", "scenes.json"))).RootElement;

    [PostgresTheory]
    [InlineData("person")]
    [InlineData("car")]
    [InlineData("dog")]
    [InlineData("christmas tree")]
    public async Task What_is_taken_away_comes_last(string thing)
    {
        var with = await RanksAsync(thing, thing);
        var without = await RanksAsync($"-{thing.Split(' ')[0]}", thing);

        Assert.NotEmpty(with);
        Assert.True(with.Average() < DemoModel.Count / 2.0, $"{with.Average()}");
        Assert.True(without.Average() > DemoModel.Count / 2.0, $"{without.Average()}");
    }

    [PostgresFact]
    public async Task Taking_something_away_pushes_it_down_among_what_is_wanted()
    {
        var wanted = await RanksAsync("people", "car");
        var pushed = await RanksAsync("people -car", "car");

        Assert.True(pushed.Average() > wanted.Average() + 3, $"{wanted.Average()} before, {pushed.Average()} after");
    }

    [PostgresFact]
    public async Task The_heavier_term_decides()
    {
        var cats = (Light: await RanksAsync("0.2:cat + boat", "cat"), Heavy: await RanksAsync("5:cat + boat", "cat"));
        var boats = (Light: await RanksAsync("5:cat + boat", "boat"), Heavy: await RanksAsync("0.2:cat + boat", "boat"));

        Assert.True(cats.Heavy.Average() < cats.Light.Average(), $"{cats}");
        Assert.True(boats.Heavy.Average() < boats.Light.Average(), $"{boats}");
    }

    [PostgresFact]
    public async Task Filters_alone_give_the_newest_first()
    {
        await demo.Postgres.ExecuteAsync("update images set taken_at = timestamp '2020-01-01' + id * interval '1 day', camera_make = case when id % 2 = 0 then 'Canon' end");

        var answer = await demo.Search().SearchAsync(new SearchRequest { Text = "camera:canon to:2020-01", TopK = 3, Offset = 2 }, CancellationToken.None);

        Assert.Equal([26, 24, 22], answer.Hits.Select(static h => h.Id));
        Assert.True(answer.More);
        Assert.Equal(SearchPath.Newest, answer.Path);
    }

    [PostgresFact]
    public async Task Signs_without_anything_to_them_are_words() =>
        Assert.Equal(3, (await demo.Search().SearchAsync(new SearchRequest { Text = "+", TopK = 3 }, CancellationToken.None)).Hits.Count);

    [Fact]
    public void What_cancels_out_is_refused()
    {
        TermItem[] terms = [new("car", 1), new("car", -1)];

        Assert.Throws<InvalidSearchException>(() => QueryArithmetic.Combine(terms, [[1, 0], [1, 0]]));
    }

    [Fact]
    public void Terms_are_weighed_and_the_sum_is_a_unit_vector()
    {
        var sum = QueryArithmetic.Combine([new("a", 2), new("b", -1)], [[1, 0], [0, 1]]);

        Assert.Equal([2 / Math.Sqrt(5), -1 / Math.Sqrt(5)], sum.Select(static x => (double)x), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    // The ranks, from 0, of the pictures that show a thing.
    private async Task<IReadOnlyList<int>> RanksAsync(string typed, string thing)
    {
        var answer = await demo.Search().SearchAsync(new SearchRequest { Text = typed, TopK = DemoModel.Count }, CancellationToken.None);
        Assert.Equal(DemoModel.Count, answer.Hits.Count);
        return [.. answer.Hits.Select((hit, rank) => (hit, rank)).Where(row => Shows(row.hit.Id, thing)).Select(static row => row.rank)];
    }

    private static bool Shows(long id, string thing) =>
        Scenes.GetProperty(Path.GetFileName(DemoModel.Pictures[(int)id - 1])).GetProperty("things").EnumerateArray().Any(t => t.GetProperty("kind").GetString() == thing);
}
