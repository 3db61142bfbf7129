using System.Diagnostics;
using System.Text.Json;
using Photoseek.Bench.Embedding;

namespace Photoseek.Bench.Searching;

/// <summary>A simulated library with a database of its own, kept between runs.</summary>
/// <param name="Data">Its data folder.</param>
/// <param name="Count">Simulated pictures in it.</param>
/// <param name="Environment">What the app is told by environment to serve it.</param>
internal sealed record BenchLibrary(string Data, int Count, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The app's assembly, built with this one.</summary>
    public static string App(BenchRun run)
    {
        // Like bench/bin/Release/net10.0.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(run.Home, "src", "App", "bin", output.Parent!.Name, output.Name, "Photoseek.App.dll");
    }

    /// <summary>Opens the library of a size, made where it is not there or was broken off: a minute for 100,000 pictures.</summary>
    public static Task<BenchLibrary> OpenAsync(BenchRun run, int count, CancellationToken cancellationToken) =>
        OpenAsync(run, count, $"library-{count}", cancellationToken);

    /// <summary>The same under a name of its own, for who changes it.</summary>
    public static async Task<BenchLibrary> OpenAsync(BenchRun run, int count, string name, CancellationToken cancellationToken)
    {
        var bundle = RandomBundle.Make(run, lean: false);
        var data = run.Folder(name);
        var library = new BenchLibrary(data, count, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PHOTOSEEK_HOME"] = run.Home,
            ["PHOTOSEEK_DATA"] = data,
            ["ConnectionStrings__Postgres"] = "",
            ["Library__Demo"] = "false",
            ["Search__FindDuplicates"] = "false",
            ["Embedding__InstalledModels"] = Path.GetDirectoryName(bundle)!,
            ["Embedding__Model"] = Path.GetFileName(bundle),
        });
        if (library.Built is null)
        {
            BenchRun.Note($"filling a library with {count:N0} simulated pictures");
            var output = await library.RunAsync(run, ["simulate", "--count", $"{count}", "--json"], cancellationToken);
            await File.WriteAllTextAsync(library.BuiltFile, output, cancellationToken);
        }

        return library;
    }

    /// <summary>Seconds of writing it and of building its index; null before.</summary>
    public (double Write, double Index)? Built
    {
        get
        {
            if (!File.Exists(BuiltFile))
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllText(BuiltFile));
            return (json.RootElement.GetProperty("write_seconds").GetDouble(), json.RootElement.GetProperty("index_seconds").GetDouble());
        }
    }

    /// <summary>Runs a verb of the app to its end; its errors go to standard error.</summary>
    public async Task<string> RunAsync(BenchRun run, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Start(run, arguments, []))!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"photoseek {arguments[0]} ended with {process.ExitCode}.");
    }

    /// <summary>How a process of the app is started on this library.</summary>
    public ProcessStartInfo Start(BenchRun run, string[] arguments, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [App(run), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in Environment.Select(pair => (pair.Key, pair.Value)).Concat(settings))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private string BuiltFile => Path.Combine(Data, "built.json");
}
