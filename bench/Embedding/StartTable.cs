using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Photoseek.Bench.Embedding;

/// <summary>How long the server takes until it answers, and what memory it has then, with a model of full size.</summary>
internal sealed class StartTable : IBenchTable
{
    private const int Searches = 50;

    private static readonly string[] _words = ["a red car", "two people on a beach at sunset", "an old house by the lake", "a dog in the snow"];

    public string Name => "start";

    public string About => "from starting the server to ready with a full-size model, and its memory after searches";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        RandomBundle.Make(run, lean: false);
        var table = new MarkdownTable(
            "The server with ViT-B/32 of full size and an empty library, its second start in a data folder", "start to ready s", "resident MB when ready", $"after {Searches} searches");

        // The first start makes the database.
        await MeasureAsync(run, cancellationToken);
        var (seconds, ready, searched) = await MeasureAsync(run, cancellationToken);
        table.Row(seconds, ready / 1e6, searched / 1e6);
        run.Print(table);
        run.Value("start_seconds", seconds);
        run.Value("resident_megabytes", searched / 1e6);
    }

    private static async Task<(double Seconds, long Ready, long Searched)> MeasureAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(run.Home, "src", "App", "bin", "Release", "net10.0", "Photoseek.App.dll"), "serve"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PHOTOSEEK_HOME"] = run.Home,
            ["PHOTOSEEK_DATA"] = run.Folder("start"),
            ["PHOTOSEEK_PORT"] = $"{port}",
            ["Embedding__InstalledModels"] = run.Folder("models"),
            ["Embedding__Model"] = "vit-b-32-random",
            ["Library__Demo"] = "false",
        })
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        using var server = Process.Start(start)!;
        var silence = server.StandardOutput.ReadToEndAsync(cancellationToken);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await UntilReadyAsync(http, server, cancellationToken);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var ready = new ProcessFigures(server.Id).Resident;
            for (var i = 0; i < Searches; i++)
            {
                using var answer = await http.PostAsJsonAsync("/search", new { query = $"{_words[i % _words.Length]} {i}" }, cancellationToken);
                answer.EnsureSuccessStatusCode();
            }

            return (seconds, ready, new ProcessFigures(server.Id).Resident);
        }
        finally
        {
            // As a service manager ends it: the database it started ends with it.
            using var terminate = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await server.WaitForExitAsync(CancellationToken.None);
            await silence;
        }
    }

    private static async Task UntilReadyAsync(HttpClient http, Process server, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready", cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!server.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
