using System.Globalization;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>One window. Whatever the console complains of is kept: a page that works says nothing there.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext _context;
    private readonly List<(string Text, string Location)> _complaints = [];
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    internal Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
            {
                lock (_complaints)
                {
                    _visited.Add(request.Url);
                }
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complain($"{message.Type}: {message.Text}", message.Location);
            }
        };
        page.PageError += (_, error) => Complain("script: " + error, page.Url);
        page.Dialog += (_, dialog) =>
        {
            Complain("dialog: " + dialog.Message, page.Url);
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>The pictures shown, in order.</summary>
    public ILocator Tiles => Page.Locator("[data-grid] > li");

    /// <summary>The image that the first tile shows.</summary>
    public async Task<long> FirstIdAsync() => (await IdsAsync())[0];

    /// <summary>The images of all tiles.</summary>
    public async Task<IReadOnlyList<long>> IdsAsync()
    {
        await Tiles.First.WaitForAsync();
        var ids = await Tiles.EvaluateAllAsync<string[]>("tiles => tiles.map(tile => tile.dataset.id)");
        return [.. ids.Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>Searches by words, from the box.</summary>
    public async Task SearchAsync(string words)
    {
        await Page.GotoAsync("/");
        await Page.FillAsync("#q", words);
        await Page.PressAsync("#q", "Enter");
        await ArriveAsync("?q=");
    }

    /// <summary>Searches by a picture, with the button.</summary>
    public async Task SearchByPictureAsync(string path)
    {
        await Page.GotoAsync("/");
        await Page.SetInputFilesAsync("#picture", path);
        await ArriveAsync("handler=Picture");
    }

    /// <summary>axe finds nothing serious on what is shown now.</summary>
    /// <param name="where">What that is, for the message.</param>
    public async Task AssertSoundAsync(string where)
    {
        // No page has frames: axe can be run where it is, which is much faster than by the way that looks into frames.
        Assert.Equal(0, await Page.Locator("iframe").CountAsync());
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(Axe);
        }

        var found = await Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ impact, id, help, nodes }) => `${impact} ${id}: ${help}; ${nodes.slice(0, 3).map(node => node.target).join(', ')}`);
            }
            """);
        Assert.True(found.Length == 0, $"{where}: {string.Join('\n', found)}");
    }

    /// <summary>Nothing on the way here made the console complain: no script error, no refused source, no missing file.</summary>
    public void AssertQuiet()
    {
        lock (_complaints)
        {
            // A page may answer 404 on purpose; a file of it that is missing has an address of its own. Told apart here and not
            // when the complaint comes, because the window may not have taken the new address yet.
            Assert.DoesNotContain(_complaints, complaint =>
                !(complaint.Text.Contains("Failed to load resource", StringComparison.Ordinal) && _visited.Contains(WithoutPosition(complaint.Location))));
        }
    }

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    // "address:line:column".
    private static string WithoutPosition(string location)
    {
        var parts = location.Split(':');
        return parts.Length > 2 && parts[^1].All(char.IsAsciiDigit) && parts[^2].All(char.IsAsciiDigit) ? string.Join(':', parts[..^2]) : location;
    }

    // A page that is there at once may have said that it is loaded before anybody listens: it is asked instead.
    private async Task ArriveAsync(string part)
    {
        await Page.WaitForURLAsync(url => url.Contains(part, StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        await Eventually.TrueAsync(() => Page.EvaluateAsync<bool>("document.readyState === 'complete'"), TimeSpan.FromMinutes(1), "The page is not there whole.");
    }

    private void Complain(string text, string location)
    {
        lock (_complaints)
        {
            _complaints.Add((text, location));
        }
    }
}
