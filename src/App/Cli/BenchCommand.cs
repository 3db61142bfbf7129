using System.CommandLine;
using Photoseek.App.Cli.Bench;
using Photoseek.App.Hosting;
using Photoseek.Search;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>bench search</c>: how long searches of this library take, stage by stage, and whether that is fast enough.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> _requests = new("--requests") { Description = "Searches to make.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> _clients = new("--clients") { Description = "Searches at a time.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> _rate = new("--rate") { Description = "Searches a second, answered or not; as fast as they are answered when left out." };
    private static readonly Option<int> _top = new("--top") { Description = "Results of a search.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> _target = new("--target-ms") { Description = "What 95 of 100 searches must not take longer than; the exit code is 1 if they do.", DefaultValueFactory = _ => 50 };
    private static readonly Option<bool> _repeat = new("--repeat") { Description = "Ask the first fifteen queries over and over, so that caches answer." };
    private static readonly Option<int> _recall = new("--recall") { Description = "Compare so many searches with an exact one." };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var search = new Command("search", "Measure searches of this library.") { _requests, _clients, _rate, _top, _target, _repeat, _recall, _json };
        search.SetVerb(RunAsync);
        return new Command("bench", "Measure how fast this machine is with this library.") { search };
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_requests) is < 1 or > 1_000_000 || parsed.GetValue(_clients) is < 1 or > 1_000 || parsed.GetValue(_rate) < 0 || parsed.GetValue(_recall) < 0)
        {
            throw new InvalidDataException("Give 1 to 1,000,000 requests, 1 to 1,000 clients, and a rate above 0.");
        }

        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken, static (services, _) => services.AddSearchServing().AddDuplicateFinder());
        await using var bench = await SearchBench.StartAsync(session.Services, parsed.GetValue(_top), parsed.GetValue(_repeat), cancellationToken);
        var run = parsed.GetValue(_rate) is > 0 and var rate
            ? await bench.FixedRateAsync(parsed.GetValue(_requests), rate, cancellationToken)
            : await bench.ClosedAsync(parsed.GetValue(_requests), parsed.GetValue(_clients), cancellationToken);
        double? recall = parsed.GetValue(_recall) is > 0 and var count ? await bench.RecallAsync(settings, count, cancellationToken) : null;
        var target = parsed.GetValue(_target);
        var passed = run.Stage("total").Percentile(95) <= target;
        if (parsed.GetValue(_json))
        {
            JsonLines.Write(new { run.Path, run.Requests, run.PerSecond, Stages = run.Stages.ToDictionary(s => s.Key, s => Describe(s.Value)), RecallAt10 = recall, TargetMs = target, Passed = passed });
        }
        else
        {
            Print(run, recall);
            Console.WriteLine(passed ? $"95 of 100 searches took at most {target:0.#} ms: passed." : $"95 of 100 searches were to take at most {target:0.#} ms: failed.");
        }

        return passed ? 0 : 1;
    }

    private static void Print(SearchBenchResult run, double? recall)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("ms", "p50", "p90", "p95", "p99", "min", "max", "mean", "std");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var (name, samples) in run.Stages)
        {
            double[] values = [samples.Median, samples.Percentile(90), samples.Percentile(95), samples.Percentile(99), samples.Least, samples.Most, samples.Mean, samples.Deviation];
            table.AddRow([name, .. values.Select(value => value.ToString("0.00"))]);
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"{run.Requests:N0} searches by {PathName(run.Path)}, {run.PerSecond:0.0} a second{(recall is { } found ? $"; {found:0.000} of the ten best found" : "")}.");
    }

    private static string PathName(SearchPath path) => path switch
    {
        SearchPath.Exact => "comparing all in Postgres",
        SearchPath.Codes => "codes in memory",
        SearchPath.Hnsw => "the HNSW index",
        _ => throw new ArgumentOutOfRangeException(nameof(path)),
    };

    private static object Describe(Samples samples) => new
    {
        P50 = samples.Median,
        P90 = samples.Percentile(90),
        P95 = samples.Percentile(95),
        P99 = samples.Percentile(99),
        Min = samples.Least,
        Max = samples.Most,
        samples.Mean,
        Std = samples.Deviation,
    };
}
