using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>Pictures of the pages for a person to look at: written to the folder that PHOTOSEEK_SCREENSHOTS names.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class ScreenshotTests(DemoApp app)
{
    [ScreenshotFact]
    public async Task Each_page_on_three_widths_in_two_themes()
    {
        (string Name, string Address)[] pages =
        [
            ("home", "/"), ("search", "/?q=two+people+on+a+beach+at+sunset"), ("like", "/?like=1"), ("facets", "/?q=people"), ("picture", "/images/1"),
            ("duplicates", "/duplicates"), ("upload", "/upload"), ("start", "/start"), ("not-found", "/nowhere"), ("problem", "/?q=" + new string('a', 600)),
        ];
        foreach (var (width, height) in new[] { (390, 844), (1024, 768), (1920, 1080) })
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var visitor = await app.VisitAsync(theme: theme, width: width, height: height);
                foreach (var (name, address) in pages)
                {
                    await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
                    if (name == "facets")
                    {
                        await visitor.Page.GetByText("Narrow down").ClickAsync();
                    }

                    var path = Path.Combine(ScreenshotFactAttribute.Folder!, $"{name}-{width}-{theme}.png");
                    await visitor.Page.ScreenshotAsync(new() { Path = path });
                }
            }
        }
    }
}
