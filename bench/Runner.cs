using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Photoseek.Bench;

/// <summary>Reads the arguments, runs the tables one after the other, prints.</summary>
internal static class Runner
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What is run when no table is named: how fast it is, within five minutes in the short form.
    private static readonly IBenchTable[] _speed =
    [
        new Embedding.TextTable(), new Embedding.ImageTable(), new Embedding.StartTable(), new Embedding.BusyTable(), new Searching.SearchTable(), new Searching.HnswTable(), new Searching.FaissTable(),
    ];

    // In the order in which "all" runs them; the last takes half an hour and runs only when it is named.
    private static readonly IBenchTable[] _tables =
    [
        .. _speed, new Searching.FiltersTable(), new Degraded.DegradedTable(), new Pages.PagesTable(), new Faults.UploadsTable(), new Faults.SoakTable(),
    ];

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        (args, var minutes) = Minutes(args);
        var names = args.Where(arg => !arg.StartsWith('-')).ToList();
        var flags = args.Where(arg => arg.StartsWith('-')).ToList();
        var chosen = _tables.Where(table => names.Contains(table.Name) || (names.Contains("all") && table != _tables[^1])).ToList();
        if (minutes == 0 || flags.Except(["--short", "--json"]).Any() || names.Any(name => name != "all" && _tables.All(table => table.Name != name)) || (names.Count > 0 && chosen.Count == 0))
        {
            return Help();
        }

        var run = new BenchRun(HomeFolder(), flags.Contains("--short"), flags.Contains("--json"), minutes);
        var failed = await RunAsync(run, names.Count == 0 ? _speed : chosen, cancellationToken);
        if (flags.Contains("--json"))
        {
            Console.Out.WriteLine(run.Values.ToJsonString(_json));
        }

        return failed ? 1 : 0;
    }

    private static async Task<bool> RunAsync(BenchRun run, IReadOnlyList<IBenchTable> tables, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe(run.Home);
        foreach (var (name, value) in machine)
        {
            run.Value(name.Replace(' ', '_'), value);
        }

        run.Print(string.Join('\n', machine.Select(fact => $"- {fact.Name}: {fact.Value}")));
        var failed = false;
        var started = Stopwatch.GetTimestamp();
        foreach (var table in tables)
        {
            var begun = Stopwatch.GetTimestamp();
            BenchRun.Note($"{table.Name}: {table.About}");
            try
            {
                await table.RunAsync(run, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The other tables are worth having all the same.
                failed = true;
                run.Value($"{table.Name}_failed", e.Message);
                BenchRun.Note($"{table.Name} failed: {e}");
            }

            BenchRun.Note($"{table.Name}: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
        }

        run.Value("bench_seconds", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return failed;
    }

    // What is no number is none at all.
    private static (string[] Others, int? Minutes) Minutes(string[] args)
    {
        var at = Array.IndexOf(args, "--minutes");
        return at < 0
            ? (args, null)
            : ([.. args.Take(at), .. args.Skip(at + 2)], int.TryParse(args.ElementAtOrDefault(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0);
    }

    private static int Help()
    {
        Console.Error.WriteLine("bench/run.sh [TABLE...|all] [--short] [--json] [--minutes N]");
        Console.Error.WriteLine($"Without a name: {string.Join(", ", _speed.Select(static table => table.Name))}.");
        foreach (var table in _tables)
        {
            Console.Error.WriteLine($"  {table.Name,-12} {table.About}");
        }

        return 2;
    }

    private static string HomeFolder() =>
        Environment.GetEnvironmentVariable("PHOTOSEEK_HOME") is { Length: > 0 } home ? Path.GetFullPath(home) : Directory.GetCurrentDirectory();
}
