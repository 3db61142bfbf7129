using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Search.Tests.Labelled;

/// <summary>How good the answers are, by each way of finding and by all together.</summary>
public sealed class LabelledSearchTests(LabelledLibrary library, ITestOutputHelper output) : IClassFixture<LabelledLibrary>
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [PostgresFact]
    public async Task All_together_find_more_than_each_alone()
    {
        var vectors = await MeasureAsync("vectors", typed => library.SearchAsync(typed, new SearchOptions { WordWeight = 0, TextWeight = 0 }));
        var words = await MeasureAsync("words", library.WordsAsync);
        var texts = await MeasureAsync("text vectors (bags of words of the fake Ollama)", library.TextsAsync);
        var two = await MeasureAsync("vectors and words", typed => library.SearchAsync(typed, new SearchOptions { TextWeight = 0, WordDeadline = Long }));
        var three = await MeasureAsync("all three", typed => library.SearchAsync(typed, new SearchOptions { TextDeadline = Long, WordDeadline = Long }));

        Assert.True(two > vectors + 0.05, $"{two} against {vectors}");
        Assert.True(two > words + 0.05, $"{two} against {words}");
        Assert.True(three > texts + 0.05, $"{three} against {texts}");
        Assert.True(three >= two, $"{three} against {two}");
    }

    private async Task<double> MeasureAsync(string name, Func<string, Task<IReadOnlyList<string>>> search)
    {
        List<(LabelledQuery Query, double Ndcg, double Recall)> results = [];
        foreach (var query in LabelledLibrary.Queries)
        {
            var found = await search(query.Query);
            results.Add((query, query.Ndcg(found), query.Recall(found)));
        }

        foreach (var kind in results.GroupBy(static r => r.Query.Kind).Append(results.GroupBy(static _ => "all").Single()))
        {
            output.WriteLine($"| {name} | {kind.Key} | {kind.Count()} | {kind.Average(static r => r.Ndcg):0.000} | {kind.Average(static r => r.Recall):0.000} |");
        }

        foreach (var (query, ndcg, _) in results.Where(static r => r.Ndcg < 0.7))
        {
            output.WriteLine($"  {ndcg:0.00} {query.Query}");
        }

        return results.Average(static r => r.Ndcg);
    }
}
