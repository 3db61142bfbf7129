using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>What axe finds on each page, in both themes.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class AccessibilityTests(DemoApp app)
{
    private static readonly string[] Pages =
        ["/", "/?q=people", "/?q=people+-snow+like:3&page=2", "/?like=1", "/?q=nothing+tag:nowhere", "/?like=999999", "/images/1", "/duplicates", "/deleted", "/upload", "/start", "/admin", "/admin/people", "/admin/keys", "/account", "/login", "/setup", "/api", "/nowhere"];

    [BrowserFact]
    public async Task No_page_has_a_serious_violation_wide_and_light_or_narrow_and_dark()
    {
        await using var visitor = await app.VisitAsync();
        foreach (var address in Pages)
        {
            await LookAsync(ColorScheme.Light, 1280);
            await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await visitor.AssertSoundAsync(address);
            await LookAsync(ColorScheme.Dark, 390);
            await visitor.AssertSoundAsync($"{address}, narrow and dark");
        }

        async Task LookAsync(ColorScheme theme, int width)
        {
            // Colours on their way from one theme to the other are not looked at.
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            await visitor.Page.SetViewportSizeAsync(width, 800);
        }
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nor_what_opens_on_it(ColorScheme theme)
    {
        await using var visitor = await app.VisitAsync(theme: theme);
        await visitor.SearchAsync("a boat");
        await visitor.Tiles.First.Locator(".shot").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await visitor.AssertSoundAsync("the large view");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();

        await visitor.Tiles.First.Locator("[data-pick]").CheckAsync(new() { Force = true });
        await visitor.AssertSoundAsync("choosing");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Tag", Exact = true }).ClickAsync();
        await visitor.AssertSoundAsync("tagging");
        await visitor.Page.Keyboard.PressAsync("Escape");

        await visitor.Page.FillAsync("#q", "");
        await visitor.Page.Locator("#q").PressSequentiallyAsync("per");
        await visitor.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.AssertSoundAsync("suggestions");

        await visitor.Page.GotoAsync("/images/1");
        await visitor.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        await visitor.AssertSoundAsync("editing");
    }
}
