using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Photoseek.App.Cli.Bench;
using Photoseek.Bench.Searching;

namespace Photoseek.Bench.Faults;

/// <summary>Memory of the server while many send it large pictures at once.</summary>
internal sealed class UploadsTable : IBenchTable
{
    private const int Megabytes = 25;
    private const double Mebi = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public string Name => "uploads";

    public string About => "memory while 200 pictures of 25 MB are sent at once (--short: 40)";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var data = run.Folder("uploads");
        Directory.Delete(data, recursive: true);
        var library = new BenchLibrary(data, 0, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PHOTOSEEK_HOME"] = run.Home,
            ["PHOTOSEEK_DATA"] = data,
            ["ConnectionStrings__Postgres"] = "",
            ["Library__Demo"] = "false",
            ["Ollama__Enabled"] = "false",
        });
        var picture = new BigPicture(Megabytes * 1000 * 1000);
        var table = new MarkdownTable(
            $"Pictures of {Megabytes} MB (12 megapixels) sent at once, each in a request of its own; memory of the server in MB",
            "at once", "accepted", "told to wait", "failed", "seconds", "slowest, s", "before", "peak while sent", "peak while indexed", "after", "indexed", "files kept");
        var searches = new MarkdownTable("The same pictures searched by, all at once; memory of the server in MB", "at once", "answered", "told to wait", "failed", "seconds", "before", "peak", "after");
        try
        {
            await using var app = await AppProcess.StartAsync(run, library, withCodes: false, cancellationToken);
            await RowAsync(run, table, app, library, picture, run.Short ? 4 : 20, cancellationToken);
            await RowAsync(run, table, app, library, picture, run.Short ? 40 : 200, cancellationToken);
            await SearchRowAsync(run, searches, app, picture, run.Short ? 4 : 20, cancellationToken);
            await SearchRowAsync(run, searches, app, picture, run.Short ? 40 : 200, cancellationToken);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }

        run.Print(table);
        run.Print(searches);
    }

    private static async Task RowAsync(BenchRun run, MarkdownTable table, AppProcess app, BenchLibrary library, BigPicture picture, int together, CancellationToken cancellationToken)
    {
        var figures = app.Figures;
        var before = figures.Resident;
        var indexed = await app.IndexedAsync(cancellationToken);
        await figures.ForgetPeakAsync(cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = together }) { BaseAddress = app.Address, Timeout = Patience };
        var outcomes = new ConcurrentBag<string>();
        var (answers, seconds) = await SearchLoad.ClosedAsync(together, together, async i =>
        {
            outcomes.Add(await SendAsync(http, picture.Copy($"{together}-{i}.jpg"), cancellationToken));
            return true;
        }, cancellationToken);
        var sent = figures.Peak;
        await figures.ForgetPeakAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (await app.PendingAsync(cancellationToken) > 0 && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(500, cancellationToken);
        }

        var kept = Directory.EnumerateFiles(Path.Combine(library.Data, "store", "originals"), "*", SearchOption.AllDirectories).Count();
        foreach (var (outcome, count) in outcomes.CountBy(static outcome => outcome).Where(static pair => pair.Key is not ("accepted" or "wait")))
        {
            BenchRun.Note($"{count} of {together}: {outcome}");
        }

        int Count(params string[] wanted) => outcomes.Count(wanted.Contains);
        table.Row(
            together, Count("accepted"), Count("wait"), together - Count("accepted", "wait"), seconds, answers.Max(static answer => answer.Milliseconds) / 1000,
            before / Mebi, sent / Mebi, figures.Peak / Mebi, figures.Resident / Mebi, await app.IndexedAsync(cancellationToken) - indexed, kept);
        run.Value($"uploads_{together}_accepted", Count("accepted"));
        run.Value($"uploads_{together}_failed", together - Count("accepted", "wait"));
        run.Value($"uploads_{together}_before_mb", before / Mebi);
        run.Value($"uploads_{together}_peak_mb", sent / Mebi);
        run.Value($"uploads_{together}_peak_indexing_mb", figures.Peak / Mebi);
        run.Value($"uploads_{together}_after_mb", figures.Resident / Mebi);
    }

    private static async Task SearchRowAsync(BenchRun run, MarkdownTable table, AppProcess app, BigPicture picture, int together, CancellationToken cancellationToken)
    {
        var figures = app.Figures;
        var before = figures.Resident;
        await figures.ForgetPeakAsync(cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = together }) { BaseAddress = app.Address, Timeout = Patience };
        var outcomes = new ConcurrentBag<string>();
        var (_, seconds) = await SearchLoad.ClosedAsync(together, together, async i =>
        {
            using var form = new MultipartFormDataContent { { picture.Copy($"search-{together}-{i}"), "image", "picture.jpg" } };
            try
            {
                using var response = await http.PostAsync(new Uri("/api/search/similar", UriKind.Relative), form, cancellationToken);
                outcomes.Add(response.IsSuccessStatusCode ? "answered" : IsToldToWait(response) ? "wait" : $"{(int)response.StatusCode}");
            }
            catch (HttpRequestException failure)
            {
                outcomes.Add(failure.Message);
            }

            return true;
        }, cancellationToken);
        int Count(string wanted) => outcomes.Count(wanted.Equals);
        table.Row(together, Count("answered"), Count("wait"), together - Count("answered") - Count("wait"), seconds, before / Mebi, figures.Peak / Mebi, figures.Resident / Mebi);
        foreach (var (outcome, count) in outcomes.CountBy(static outcome => outcome).Where(static pair => pair.Key is not ("answered" or "wait")))
        {
            BenchRun.Note($"{count} of {together}: {outcome}");
        }

        run.Value($"picture_searches_{together}_peak_mb", figures.Peak / Mebi);
    }

    private static bool IsToldToWait(HttpResponseMessage response) => (int)response.StatusCode is 429 or 503 && response.Headers.RetryAfter is not null;

    // "accepted", "wait" where the server says when to come again, or what went wrong.
    private static async Task<string> SendAsync(HttpClient http, HttpContent picture, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { picture, "files", "picture.jpg" } };
        try
        {
            using var response = await http.PostAsync(new Uri("/api/images", UriKind.Relative), form, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return IsToldToWait(response) ? "wait" : $"{(int)response.StatusCode} {text}";
            }

            using var json = JsonDocument.Parse(text);
            var result = json.RootElement[0];
            return result.GetProperty("status").GetString() is "accepted" ? "accepted" : text;
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }
}
