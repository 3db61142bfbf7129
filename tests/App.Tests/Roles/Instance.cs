using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Photoseek.App.Tests.Cli;
using Photoseek.App.Tests.Http;

namespace Photoseek.App.Tests.Roles;

/// <summary>One of several instances over a library: a process of its own with a data folder of its own, spoken to over HTTP.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Instance(Process process)
    {
        _process = process;
        _process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The instance ended: {Log}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts one and waits until it says that it is ready.</summary>
    public static async Task<Instance> StartAsync(string role, string data, string connectionString, IReadOnlyDictionary<string, string> settings)
    {
        var instance = new Instance(new PhotoseekCli(data, connectionString).Start(["serve"], new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Role"] = role,
        }));
        instance.Http.BaseAddress = new Uri(await instance._address.Task.WaitAsync(Patience));
        return instance;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(Of(path));
        return await ServedApp.JsonAsync(response, 200);
    }

    /// <summary>Uploads a picture and returns its id.</summary>
    public async Task<long> UploadAsync(byte[] picture)
    {
        using var form = Form("files", picture);
        using var response = await Http.PostAsync(Of("/api/images"), form);
        return (await ServedApp.JsonAsync(response, 200))[0].GetProperty("id").GetInt64();
    }

    /// <summary>What is most like a picture.</summary>
    public async Task<long> NearestAsync(byte[] picture)
    {
        using var form = Form("image", picture);
        using var response = await Http.PostAsync(Of("/api/search/similar"), form);
        return (await ServedApp.JsonAsync(response, 200)).GetProperty("results")[0].GetProperty("id").GetInt64();
    }

    public async Task<string> StateAsync(long image) => (await GetAsync($"/api/images/{image}")).GetProperty("state").GetString()!;

    public async Task<int> WorkersAsync() => (await GetAsync("/api/status")).GetProperty("workers").GetInt32();

    /// <summary>Ends it at once, as a crash does.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    public static Uri Of(string path) => new(path, UriKind.Relative);

    private static MultipartFormDataContent Form(string field, byte[] picture)
    {
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return new MultipartFormDataContent { { content, field, "picture.jpg" } };
    }

    private void Read(string? line)
    {
        const string announcement = "Photoseek is ready: ";
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (line.StartsWith(announcement, StringComparison.Ordinal))
        {
            _address.TrySetResult(line[announcement.Length..]);
        }
    }
}
