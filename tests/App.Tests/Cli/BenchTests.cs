using System.Text.Json;
using Photoseek.App.Cli.Bench;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class BenchTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task Searches_are_measured_stage_by_stage_and_held_against_a_target()
    {
        var empty = await Cli.RunAsync("bench", "search");
        await Cli.RunAsync("simulate", "--count", "600");
        var passed = await Cli.RunAsync("bench", "search", "--requests", "20", "--target-ms", "60000", "--recall", "3", "--json");
        var failed = await Cli.RunAsync("bench", "search", "--requests", "10", "--rate", "100", "--target-ms", "0.001");

        Assert.Equal(1, empty.ExitCode);
        Assert.StartsWith("Nothing is indexed", empty.Error, StringComparison.Ordinal);
        Assert.Equal(0, passed.ExitCode);
        var result = passed.Json.Single();
        Assert.Equal((20, true, 1.0), (result.GetProperty("requests").GetInt32(), result.GetProperty("passed").GetBoolean(), result.GetProperty("recall_at10").GetDouble()));
        Assert.All(
            (string[])["tokenise", "encode", "scan", "sql", "fetch", "total"],
            stage => Assert.Equal(["p50", "p90", "p95", "p99", "min", "max", "mean", "std"], result.GetProperty("stages").GetProperty(stage).EnumerateObject().Select(p => p.Name)));
        Assert.True(P50(result, "encode") > 0 && P50(result, "total") > P50(result, "encode"));
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("10 searches by comparing all in Postgres", failed.Output, StringComparison.Ordinal);
        Assert.Contains("failed", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_query_comes_twice()
    {
        var queries = Enumerable.Range(0, 2_000).Select(BenchQueries.Of).ToList();

        Assert.Equal(queries.Count, queries.Distinct().Count());
    }

    [Fact]
    public async Task A_fixed_rate_counts_the_time_that_a_question_waits_for_the_one_before()
    {
        var gate = new SemaphoreSlim(1);
        var answers = await SearchLoad.FixedRateAsync(
            5,
            perSecond: 1_000,
            async i =>
            {
                await gate.WaitAsync();
                await Task.Delay(20);
                gate.Release();
                return i;
            },
            CancellationToken.None);

        Assert.Equal(5, answers.Count);
        Assert.True(answers.Max(a => a.Milliseconds) >= 90);
    }

    private static double P50(JsonElement result, string stage) => result.GetProperty("stages").GetProperty(stage).GetProperty("p50").GetDouble();

    private PhotoseekCli Cli => new(_folder.Path("data"), database.ConnectionString);
}
