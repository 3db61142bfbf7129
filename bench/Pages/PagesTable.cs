using Microsoft.Playwright;
using Photoseek.Bench.Searching;

namespace Photoseek.Bench.Pages;

/// <summary>What somebody waits for who opens a page, in chromium on this machine, with 10,000 simulated pictures and the demo pictures above them.</summary>
internal sealed class PagesTable : IBenchTable
{
    private const string Chromium = "/usr/bin/chromium";
    private const int Simulated = 10_000;
    private const int DemoPictures = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly (string Name, string Address)[] Pages =
    [
        ("newest pictures", "/"), ("search", "/?q=people"), ("filtered", "/?q=snow+from:2015"), ("one picture", "/images/{demo}"), ("near-duplicates", "/duplicates"), ("upload", "/upload"), ("admin", "/admin"),
    ];

    private static readonly (int Width, int Height)[] Windows = [(390, 844), (1920, 1080)];

    public string Name => "pages";

    public string About => "each page in chromium: largest paint, layout shift, script, until it is interactive";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        if (!File.Exists(Chromium))
        {
            throw new FileNotFoundException($"{Chromium} is not there: apt-get install chromium");
        }

        var library = await OpenAsync(run, cancellationToken);
        await using var app = await AppProcess.StartAsync(run, library, withCodes: true, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (await app.PendingAsync(patience.Token) > 0)
        {
            await Task.Delay(500, patience.Token);
        }

        var drawn = await app.SendAsync(HttpMethod.Get, "/api/search/images?q=camera:DemoCam&limit=1", null, cancellationToken);
        var demo = drawn.GetProperty("results")[0].GetProperty("id").GetInt64();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var table = new MarkdownTable(
            $"Pages in chromium over loopback, {Simulated + DemoPictures:N0} pictures in the library, nothing cached; median of {Loads(run)}",
            "page", "window", "interactive, ms", "largest paint, ms", "layout shift", "script, KB", "styles, KB", "page, KB");
        foreach (var (name, address) in Pages)
        {
            foreach (var window in Windows)
            {
                await RowAsync(run, table, browser, (name, new Uri(app.Address, address.Replace("{demo}", $"{demo}", StringComparison.Ordinal))), window);
            }
        }

        run.Print(table);
    }

    private static int Loads(BenchRun run) => run.Short ? 3 : 7;

    private static async Task RowAsync(BenchRun run, MarkdownTable table, IBrowser browser, (string Name, Uri Address) page, (int Width, int Height) window)
    {
        List<PageFigures> figures = [];
        for (var load = 0; load < Loads(run); load++)
        {
            await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = window.Width, Height = window.Height } });
            figures.Add(await PageFigures.OfAsync(await context.NewPageAsync(), page.Address));
        }

        var (interactive, paint, shift) = (Median(f => f.Interactive), Median(f => f.LargestPaint), figures.Max(static f => f.Shift));
        var (script, styles, html) = (Median(f => f.ScriptBytes) / 1024, Median(f => f.StyleBytes) / 1024, Median(f => f.PageBytes) / 1024);
        table.Row(page.Name, $"{window.Width} x {window.Height}", interactive, paint, shift, script, styles, html);
        var key = $"page_{page.Name.Replace(' ', '_').Replace('-', '_')}_{window.Width}";
        run.Value(key + "_interactive_ms", interactive);
        run.Value(key + "_largest_paint_ms", paint);
        run.Value(key + "_layout_shift", shift);
        run.Value(key + "_script_kb", script);

        double Median(Func<PageFigures, double> figure) => figures.Select(figure).Order().ElementAt(figures.Count / 2);
    }

    // Made once: the simulated pictures first, so that those with files are the newest.
    private static async Task<BenchLibrary> OpenAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var data = run.Folder("pages");
        var library = new BenchLibrary(data, Simulated + DemoPictures, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PHOTOSEEK_HOME"] = run.Home,
            ["PHOTOSEEK_DATA"] = data,
            ["ConnectionStrings__Postgres"] = "",
            ["Library__Demo"] = "false",
            ["Ollama__Enabled"] = "false",
        });
        var built = Path.Combine(data, "built.json");
        if (!File.Exists(built))
        {
            BenchRun.Note($"filling a library with {Simulated:N0} simulated and {DemoPictures} demo pictures");
            var output = await library.RunAsync(run, ["simulate", "--count", $"{Simulated}", "--json"], cancellationToken);
            await library.RunAsync(run, ["import", Path.Combine(run.Home, "demo", "photos")], cancellationToken);
            await File.WriteAllTextAsync(built, output, cancellationToken);
        }

        return library;
    }
}
