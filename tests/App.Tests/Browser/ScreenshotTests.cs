using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>Pictures of the pages for a person to look at: written to the folder that PHOTOSEEK_SCREENSHOTS names.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class ScreenshotTests(DemoApp app)
{
    [ScreenshotFact]
    public async Task Each_page_on_three_widths_in_two_themes()
    {
        (string Name, string Address, Func<Visitor, Task>? Then)[] pages =
        [
            ("home", "/", null), ("search", "/?q=two+people+on+a+beach+at+sunset", null), ("like", "/?like=1", null), ("parts", "/?q=people+-snow+like:3+from:2018", null),
            ("facets", "/?q=people", NarrowAsync), ("page", "/?q=people&cutoff=0&page=2", null), ("nothing", "/?q=boat+tag:nowhere", null),
            ("hovered", "/?q=boat", HoverAsync), ("choosing", "/?q=boat", ChooseAsync), ("tagging", "/?q=boat", TagAsync), ("large", "/?q=boat", EnlargeAsync), ("suggestions", "/", SuggestAsync),
            ("picture", "/images/1", null), ("editing", "/images/1", OpenAllAsync), ("duplicates", "/duplicates", null), ("deleted", "/deleted", DeleteAsync), ("admin", "/admin", null), ("api", "/api", null), ("upload", "/upload", null), ("start", "/start", null),
            ("not-found", "/nowhere", null), ("problem", "/?q=" + new string('a', 600), null),
        ];
        foreach (var (width, height) in new[] { (390, 844), (1024, 768), (1920, 1080) })
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                foreach (var (name, address, then) in pages)
                {
                    await using var visitor = await app.VisitAsync(theme: theme, width: width, height: height);
                    await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
                    if (then is not null)
                    {
                        await then(visitor);
                        await visitor.Page.WaitForTimeoutAsync(400);
                    }

                    await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(ScreenshotFactAttribute.Folder!, $"{name}-{width}-{theme}.png") });
                    if (name == "deleted")
                    {
                        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Put all of these back" }).ClickAsync();
                    }
                }
            }
        }
    }

    private static async Task NarrowAsync(Visitor visitor)
    {
        if (await visitor.Page.GetByText("Narrow down").IsVisibleAsync())
        {
            await visitor.Page.GetByText("Narrow down").ClickAsync();
        }
    }

    private static async Task DeleteAsync(Visitor visitor)
    {
        foreach (var id in new[] { 41, 42, 43 })
        {
            await visitor.Page.GotoAsync($"/images/{id}");
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        }

        await visitor.Page.GotoAsync("/deleted", new() { WaitUntil = WaitUntilState.NetworkIdle });
    }

    private static Task HoverAsync(Visitor visitor) => visitor.Tiles.Nth(1).HoverAsync();

    private static async Task ChooseAsync(Visitor visitor)
    {
        await visitor.Tiles.Nth(0).Locator("[data-pick]").CheckAsync(new() { Force = true });
        await visitor.Tiles.Nth(2).Locator("[data-pick]").CheckAsync(new() { Force = true });
    }

    private static async Task TagAsync(Visitor visitor)
    {
        await ChooseAsync(visitor);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Tag", Exact = true }).ClickAsync();
    }

    private static Task EnlargeAsync(Visitor visitor) => visitor.Tiles.Nth(1).Locator(".shot").ClickAsync();

    private static async Task SuggestAsync(Visitor visitor)
    {
        await visitor.Page.Locator("#q").PressSequentiallyAsync("ma");
        await visitor.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
    }

    private static async Task OpenAllAsync(Visitor visitor) => await visitor.Page.EvaluateAsync("document.querySelectorAll('.about details').forEach(one => { one.open = true; })");
}
