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

    /// <summary>The default must cut most of what is wrong and next to nothing of what is right.</summary>
    [PostgresFact]
    public async Task The_cut_leaves_what_is_right_and_takes_most_of_what_is_not()
    {
        foreach (var cutoff in (double[])[0.3, 0.4, 0.5, 0.6, 0.7])
        {
            var (right, wrong) = await KeptAsync(cutoff);
            output.WriteLine($"| {cutoff} | {right:0.000} | {wrong:0.000} |");
        }

        var kept = await KeptAsync(new SearchOptions().Cutoff);
        Assert.True(kept.Right > 0.95, $"{kept.Right} of the right ones are kept");
        Assert.True(kept.Wrong < 0.35, $"{kept.Wrong} of the others are kept");
    }

    private async Task<(double Right, double Wrong)> KeptAsync(double cutoff)
    {
        List<(double Right, double Wrong)> parts = [];
        foreach (var query in LabelledLibrary.Queries.Where(static q => q.Kind == "look"))
        {
            var kept = await library.KeptAsync(query.Query, cutoff);
            var right = kept.Count(name => query.Right.Contains(name, StringComparer.Ordinal));
            parts.Add(((double)right / query.Right.Length, (double)(kept.Count - right) / (200 - query.Right.Length)));
        }

        return (parts.Average(static p => p.Right), parts.Average(static p => p.Wrong));
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
