using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

/// <summary>The app as it is served, in a process of its own over an empty library, spoken to over HTTP.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit disposes it by IAsyncLifetime.")]
public sealed class ServedApp : IAsyncLifetime
{
    /// <summary>What a picture may weigh here.</summary>
    public const int PictureLimit = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TempFolder _data = new();
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>More settings, as the environment gives them.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A folder that is a disk of its own, and its size; what is written there only the app's process and <see cref="Inside"/> see.</summary>
    internal (string Folder, int Megabytes)? Disk { get; init; }

    /// <summary>The app's database.</summary>
    internal TestPostgres Database { get; } = new EmptyTestPostgres();

    /// <summary>Speaks to the app; addresses are relative.</summary>
    internal HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>The folder that uploads are kept in.</summary>
    internal string Store => _data.Path("store");

    /// <summary>What the app has logged so far.</summary>
    internal string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is not null)
        {
            return;
        }

        await Database.InitializeAsync();

        // Tests lie in tests/App.Tests/bin/Debug/net10.0, the app in src/App/bin/Debug/net10.0.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string[] serve = ["dotnet", Repository.Path("src", "App", "bin", output.Parent!.Name, output.Name, "Photoseek.App.dll"), "serve"];
        string[] command = Disk is { } disk ? SmallDisk.Around(_data.Path(disk.Folder), disk.Megabytes, serve) : serve;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ConnectionStrings__Postgres"] = Database.ConnectionString;
        start.Environment["PHOTOSEEK_HOME"] = Repository.Root;
        start.Environment["PHOTOSEEK_DATA"] = _data.FullPath;
        start.Environment["Urls"] = "http://127.0.0.1:0";
        start.Environment["Library__Demo"] = "false";
        start.Environment["Ollama__Enabled"] = "false";

        // The pictures that tests send are all the same to the eye; each is to be found.
        start.Environment["Search__Cutoff"] = "0";
        start.Environment["Search__CopyLikeness"] = "0";
        start.Environment["Embedding__Limits__Bytes"] = $"{PictureLimit}";

        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, address);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, address);
        _process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The app ended: {Log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http.BaseAddress = new Uri(await address.Task.WaitAsync(Patience));
    }

    /// <summary>A path below the data folder as the app sees it.</summary>
    internal string Inside(params string[] parts) => $"/proc/{_process!.Id}/root{_data.Path(parts)}";

    /// <summary>Most bytes that the process has had in memory at a time.</summary>
    internal long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process!.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>Tells it to end, as systemd and Docker do.</summary>
    internal void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Http.Dispose();
        await Database.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Sends files, each as it is named, in one request.</summary>
    internal async Task<JsonElement[]> UploadAsync(params (string Name, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), "files", name);
        }

        using var response = await Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        return [.. (await JsonAsync(response, 200)).EnumerateArray()];
    }

    /// <summary>Sends a picture that no other test sends, waits until it can be found, and returns its id.</summary>
    internal async Task<long> IndexAsync(byte[]? picture = null, string name = "picture.jpg")
    {
        var id = (await UploadAsync((name, picture ?? TestJpeg.CreateUnique())))[0].GetProperty("id").GetInt64();
        await EventuallyIndexedAsync(id);
        return id;
    }

    internal Task EventuallyIndexedAsync(long id) => Eventually.TrueAsync(
        async () => (await GetJsonAsync($"/api/images/{id}")).GetProperty("state").GetString() == "indexed",
        Patience,
        async () => $"{await GetJsonAsync($"/api/images/{id}")}\n{Log}");

    internal async Task<JsonElement> GetJsonAsync(string path, int status = 200)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return await JsonAsync(response, status);
    }

    internal async Task<JsonElement> PostJsonAsync(string path, object body, int status = 200)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await JsonAsync(response, status);
    }

    /// <summary>Sends a text as it is.</summary>
    internal async Task<JsonElement> PostTextAsync(string path, string body, string contentType, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await JsonAsync(response, status);
    }

    /// <summary>Sends a picture to search by.</summary>
    internal async Task<JsonElement> PostPictureAsync(string path, byte[] picture, int status = 200, string field = "image")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(picture), field, "query.jpg" } };
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), form);
        return await JsonAsync(response, status);
    }

    /// <summary>The body of an answer; a problem must say so in its content type and carry its status and type.</summary>
    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        var json = JsonDocument.Parse(text).RootElement;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            Assert.Equal(status, json.GetProperty("status").GetInt32());
        }
        else
        {
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        }

        return json;
    }

    private void Read(string? line, TaskCompletionSource<string> address)
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
            address.TrySetResult(line[announcement.Length..]);
        }
    }
}
