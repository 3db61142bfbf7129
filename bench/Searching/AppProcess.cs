using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Photoseek.App.Cli.Bench;

namespace Photoseek.Bench.Searching;

/// <summary>The app, served by a process of its own, and a client with kept-alive connections.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly TaskCompletionSource _codes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int _asked;

    private AppProcess(Process process, int port)
    {
        _process = process;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>From the start of the process to its being ready, its database's start included.</summary>
    public double ReadySeconds { get; private set; }

    /// <summary>From the start of the process to its codes being in memory.</summary>
    public double CodesSeconds { get; private set; }

    /// <summary>Where it is served.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>What it takes up.</summary>
    public ProcessFigures Figures => new(_process.Id);

    /// <summary>Starts the app, waits until it is ready and, where it has any, its codes are loaded, and asks a few questions.</summary>
    public static async Task<AppProcess> StartAsync(BenchRun run, BenchLibrary library, bool withCodes, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var started = Stopwatch.GetTimestamp();
        (string, string)[] settings = [("Urls", $"http://127.0.0.1:{port}"), .. withCodes ? Array.Empty<(string, string)>() : [("Search__CodesMegabytes", "0")]];
        var process = new Process { StartInfo = library.Start(run, ["serve"], settings) };
        var app = new AppProcess(process, port);
        process.OutputDataReceived += (_, line) => app.Read(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        try
        {
            await app.ReadyAsync(cancellationToken);
            app.ReadySeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (withCodes && library.Count >= 1_000)
            {
                await app._codes.Task.WaitAsync(_patience, cancellationToken);
                app.CodesSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }

            await SearchLoad.ClosedAsync(40, 4, _ => app.AskAsync(cancellationToken), cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Searches for words that no run has searched for, and reads the answer to its last byte.</summary>
    /// <returns>Milliseconds that the server says it took.</returns>
    public Task<double> AskAsync(CancellationToken cancellationToken) => AskAsync(NextWords(), cancellationToken);

    /// <summary>Words that no run has searched for.</summary>
    public static string NextWords() => BenchQueries.Of(Interlocked.Increment(ref _asked));

    /// <summary>Searches for words.</summary>
    public async Task<double> AskAsync(string words, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(new Uri("/search", UriKind.Relative), new { query = words, top_k = 10 }, cancellationToken);
        var bytes = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
        using var json = JsonDocument.Parse(bytes);
        return json.RootElement.GetProperty("latency_ms").GetDouble();
    }

    /// <summary>Asks for an address, with a body as JSON where there is one.</summary>
    /// <returns>The answer; nothing where it is empty.</returns>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, cancellationToken);
        var bytes = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
        return bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes);
    }

    /// <summary>Asks for a page, or whatever else is no JSON.</summary>
    public Task<string> TextAsync(string path, CancellationToken cancellationToken) => _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);

    /// <summary>Pictures that wait to be indexed.</summary>
    public Task<long> PendingAsync(CancellationToken cancellationToken) => CountAsync("pending", cancellationToken);

    /// <summary>Pictures that are indexed.</summary>
    public Task<long> IndexedAsync(CancellationToken cancellationToken) => CountAsync("indexed", cancellationToken);

    /// <summary>Sends pictures to be indexed.</summary>
    public async Task UploadAsync(IEnumerable<byte[]> pictures, CancellationToken cancellationToken)
    {
        foreach (var chunk in pictures.Chunk(10))
        {
            await UploadTogetherAsync(chunk, cancellationToken);
        }
    }

    /// <summary>Sends pictures in one request.</summary>
    /// <returns>What became of each.</returns>
    public async Task<JsonElement> UploadTogetherAsync(byte[][] pictures, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        foreach (var picture in pictures)
        {
            form.Add(new ByteArrayContent(picture), "files", "picture.jpg");
        }

        using var response = await _http.PostAsync(new Uri("/api/images", UriKind.Relative), form, cancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        // As systemd would: the database is left in order.
        Machine.Output("kill", "-TERM", $"{_process.Id}");
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<long> CountAsync(string state, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/api/status", UriKind.Relative), cancellationToken));
        return json.RootElement.GetProperty(state).GetInt64();
    }

    private void Read(string? line)
    {
        if (line?.Contains("codes", StringComparison.OrdinalIgnoreCase) == true)
        {
            _codes.TrySetResult();
        }
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited && Stopwatch.GetElapsedTime(started) < _patience)
            {
                // Not listening yet.
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
