using System.Globalization;
using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>One window. Whatever the console complains of is kept: a page that works says nothing there.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !IsAboutThePageItself(message))
            {
                Complain($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => Complain("script: " + error);
        page.Dialog += (_, dialog) =>
        {
            Complain("dialog: " + dialog.Message);
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
        await Page.WaitForURLAsync(url => url.Contains("?q=", StringComparison.Ordinal));
    }

    /// <summary>Searches by a picture, with the button.</summary>
    public async Task SearchByPictureAsync(string path)
    {
        await Page.GotoAsync("/");
        await Page.SetInputFilesAsync("#picture", path);
        await Page.WaitForURLAsync(url => url.Contains("handler=Picture", StringComparison.Ordinal));
    }

    /// <summary>Nothing on the way here made the console complain: no script error, no refused source, no missing file.</summary>
    public void AssertQuiet()
    {
        lock (_complaints)
        {
            Assert.Empty(_complaints);
        }
    }

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    // A page that answers 404 on purpose; a file of it that is missing has an address of its own.
    private bool IsAboutThePageItself(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && message.Location.StartsWith(Page.Url.Split('#')[0], StringComparison.Ordinal);

    private void Complain(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
