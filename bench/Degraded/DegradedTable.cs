using System.Diagnostics;
using System.Text.Json;
using Photoseek.Bench.Searching;
using Photoseek.Testing.Ollama;

namespace Photoseek.Bench.Degraded;

/// <summary>What somebody who searches gets, and how soon, when Ollama is not as it should be.</summary>
internal sealed class DegradedTable : IBenchTable
{
    private const int Pictures = 200;
    private const int Searches = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Things = ["boat", "car", "dog", "house", "mountain", "child", "lake", "train", "tree", "cat"];
    private int _asked;

    public string Name => "degraded";

    public string About => "searches while Ollama (a fake one of the tests) is down, slow or wrong";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var data = run.Folder("degraded");
        Directory.Delete(data, recursive: true);
        await using var ollama = new FakeOllama();
        var table = new MarkdownTable("Searches while Ollama is not as it should be, 200 demo pictures", "Ollama", "first search, ms", "next 30: p50, ms", "p95, ms", "first ten found by", "left out");
        await using (var app = await StartAsync(run, data, ollama, [], cancellationToken))
        {
            await UntilAsync(app, "indexed", Pictures, cancellationToken);
            await RowAsync(table, app, "in order, with what the files say alone", cancellationToken);
            await DescribeHalfAsync(app, cancellationToken);
            await RowAsync(table, app, "text generation half built", cancellationToken);
            await app.SendAsync(HttpMethod.Post, "/api/jobs/resume", null, cancellationToken);
            await UntilAsync(app, "texts.indexed", Pictures, cancellationToken);
            await RowAsync(table, app, "in order, captions off", cancellationToken);
            foreach (var (name, trouble) in ((string, OllamaTrouble)[])[("silent for 30 s", OllamaTrouble.Slow), ("answers with status 500", OllamaTrouble.Failing), ("malformed JSON", OllamaTrouble.Malformed), ("vectors of a wrong dimension", OllamaTrouble.WrongDimension), ("vectors with NaN", OllamaTrouble.NaN)])
            {
                ollama.Trouble = trouble;
                await RowAsync(table, app, name, cancellationToken);
                ollama.Trouble = OllamaTrouble.None;
                await WholeAsync(app, cancellationToken);
            }

            ollama.TurnOff();
            await RowAsync(table, app, "down", cancellationToken);
            ollama.TurnOn();
            var started = Stopwatch.GetTimestamp();
            await WholeAsync(app, cancellationToken);
            run.Value("degraded_back_seconds", Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        await using (var app = await StartAsync(run, data, ollama, [("Ollama__CaptionModel", "not-there")], cancellationToken))
        {
            await RowAsync(table, app, "in order, the captions' model missing", cancellationToken);
        }

        await using (var app = await StartAsync(run, data, ollama, [("Ollama__Enabled", "false")], cancellationToken))
        {
            await RowAsync(table, app, "switched off", cancellationToken);
        }

        run.Print(table);
    }

    private static async Task<AppProcess> StartAsync(BenchRun run, string data, FakeOllama ollama, (string, string)[] settings, CancellationToken cancellationToken)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["PHOTOSEEK_HOME"] = run.Home,
            ["PHOTOSEEK_DATA"] = data,
            ["ConnectionStrings__Postgres"] = "",
            ["Library__Demo"] = "true",
            ["Ollama__Address"] = ollama.Address.AbsoluteUri,
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return await AppProcess.StartAsync(run, new BenchLibrary(data, 0, environment), withCodes: true, cancellationToken);
    }

    // By hand, so that the texts are known; the lists are worked on until half of them is done.
    private static async Task DescribeHalfAsync(AppProcess app, CancellationToken cancellationToken)
    {
        for (var id = 1; id <= Pictures / 2; id++)
        {
            await DescribeAsync(app, id, cancellationToken);
        }

        await UntilAsync(app, "texts.indexed", Pictures / 2, cancellationToken);
        await app.SendAsync(HttpMethod.Post, "/api/jobs/pause", null, cancellationToken);
        for (var id = (Pictures / 2) + 1; id <= Pictures; id++)
        {
            await DescribeAsync(app, id, cancellationToken);
        }
    }

    private static Task<JsonElement> DescribeAsync(AppProcess app, int id, CancellationToken cancellationToken) =>
        app.SendAsync(HttpMethod.Put, $"/api/images/{id}/caption", new { caption = $"a {Things[id % 10]} with a {Things[id / 10 % 10]}" }, cancellationToken);

    private async Task RowAsync(MarkdownTable table, AppProcess app, string name, CancellationToken cancellationToken)
    {
        var (first, answer) = await AskAsync(app, cancellationToken);
        List<double> next = [];
        for (var i = 0; i < Searches; i++)
        {
            (var took, answer) = await AskAsync(app, cancellationToken);
            next.Add(took);
        }

        next.Sort();
        var ways = answer.GetProperty("results").EnumerateArray().SelectMany(static r => r.GetProperty("found_by").EnumerateArray().Select(static w => w.GetString()!)).CountBy(static way => way);
        var left = answer.TryGetProperty("left_out", out var without) ? string.Join(" ", without.EnumerateArray().Select(static l => $"{l.GetProperty("leg").GetString()}: {l.GetProperty("reason").GetString()}")) : "nothing";
        table.Row(name, first, next[Searches / 2], next[Searches * 95 / 100], string.Join(", ", ways.Select(static way => $"{way.Key} {way.Value}")), left);
    }

    // Never the same words twice: nothing is known before.
    private async Task<(double Milliseconds, JsonElement Answer)> AskAsync(AppProcess app, CancellationToken cancellationToken)
    {
        var n = _asked++;
        var started = Stopwatch.GetTimestamp();
        var answer = await app.SendAsync(HttpMethod.Post, "/search", new { query = $"a {Things[n % 10]} and number {n}", top_k = 10, include_details = true }, cancellationToken);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, answer);
    }

    private async Task WholeAsync(AppProcess app, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while ((await AskAsync(app, cancellationToken)).Answer.TryGetProperty("left_out", out _) && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(200, cancellationToken);
        }
    }

    private static async Task UntilAsync(AppProcess app, string figure, long wanted, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await app.SendAsync(HttpMethod.Get, "/api/status", null, cancellationToken);
            foreach (var name in figure.Split('.'))
            {
                value = value.GetProperty(name);
            }

            if (value.GetInt64() >= wanted)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{figure} stays at {value.GetInt64()} of {wanted}.");
            }

            await Task.Delay(200, cancellationToken);
        }
    }
}
