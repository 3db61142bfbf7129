using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>
/// The app as it is served, in a process of its own over a database and a data folder of its own, and a chromium to look at it.
/// Offers what a visitor does, not the app's insides.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit calls IAsyncLifetime.DisposeAsync.")]
public class RunningApp : IAsyncLifetime
{
    internal const string Chromium = "/usr/bin/chromium";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly EmptyTestPostgres _database = new();
    private readonly TempFolder _data = new();
    private readonly StringBuilder _log = new();
    private readonly HttpClient _http = new();
    private Process? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it is served, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A folder that goes with the app, for files that a test sends.</summary>
    public string Scratch => Directory.CreateDirectory(_data.Path("scratch")).FullName;

    /// <summary>The app's database.</summary>
    internal TestPostgres Database => _database;

    /// <summary>Whether it takes in the demo pictures.</summary>
    protected virtual bool Demo => false;

    /// <summary>More settings, as the environment gives them.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.SkipReason is not null)
        {
            return;
        }

        await _database.InitializeAsync();
        await StartAsync();
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)TimeSpan.FromSeconds(40).TotalMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        if (Demo)
        {
            await EventuallyIndexedAsync(Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Length);
        }
    }

    public virtual async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _http.Dispose();
        await _database.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Opens a window of a fresh visitor.</summary>
    public async Task<Visitor> VisitAsync(bool script = true, ColorScheme theme = ColorScheme.Light, int width = 1280, int height = 800)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            JavaScriptEnabled = script,
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout((float)TimeSpan.FromMinutes(1).TotalMilliseconds);
        return new Visitor(context, await context.NewPageAsync());
    }

    /// <summary>Waits until so many pictures can be searched and none is pending.</summary>
    public Task EventuallyIndexedAsync(long count) => Eventually.TrueAsync(
        async () =>
        {
            using var status = await GetAsync("/api/status");
            return status.RootElement.GetProperty("indexed").GetInt64() >= count && status.RootElement.GetProperty("pending").GetInt64() == 0;
        },
        Patience,
        DescribeAsync);

    /// <summary>What the API says of an image.</summary>
    public Task<JsonDocument> ImageAsync(long id) => GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}"));

    private async Task<JsonDocument> GetAsync(string path)
    {
        await using var answer = await _http.GetStreamAsync(new Uri(Address + path));
        return await JsonDocument.ParseAsync(answer);
    }

    private async Task<string> DescribeAsync()
    {
        using var status = await GetAsync("/api/status");
        return status.RootElement.GetRawText() + "\n" + Log();
    }

    private async Task StartAsync()
    {
        // Tests lie in tests/App.Tests/bin/Debug/net10.0, the app in src/App/bin/Debug/net10.0.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Repository.Path("src", "App", "bin", output.Parent!.Name, output.Name, "Photoseek.App.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, "serve"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Postgres"] = _database.ConnectionString,
            ["PHOTOSEEK_HOME"] = Repository.Root,
            ["PHOTOSEEK_DATA"] = _data.Path("data"),
            ["Urls"] = "http://127.0.0.1:0",
            ["Library__Demo"] = Demo ? "true" : "false",
            ["Ollama__Enabled"] = "false",
        })
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The app ended: " + Log()));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await ready.Task.WaitAsync(Patience);
    }

    private void Read(string? line, TaskCompletionSource<string> ready)
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
            ready.TrySetResult(line[announcement.Length..].TrimEnd('/'));
        }
    }

    private string Log()
    {
        lock (_log)
        {
            return _log.ToString();
        }
    }
}
