using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>What the box suggests, by the keyboard alone.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class SuggestionTests(DemoApp app)
{
    [BrowserFact]
    public async Task Typing_suggests_what_the_library_has_and_keys_take_it()
    {
        await using var visitor = await app.VisitAsync();
        var tag = (await app.Database.ScalarAsync<string>("select t from images, unnest(tags) t where t ~ '^[a-z]{5,}$' group by t order by count(*) desc, t limit 1"))!;
        await visitor.Page.GotoAsync("/");
        await visitor.Page.Locator("#q").PressSequentiallyAsync($"snow {tag[..3]}");
        var option = visitor.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = tag }).First;
        await option.WaitForAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Combobox)).ToHaveAttributeAsync("aria-expanded", "true");
        for (var press = 0; press < 10 && await option.GetAttributeAsync("aria-selected") != "true"; press++)
        {
            await visitor.Page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(await option.GetAttributeAsync("id"), await visitor.Page.GetAttributeAsync("#q", "aria-activedescendant"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        Assert.StartsWith("snow ", await visitor.Page.InputValueAsync("#q"), StringComparison.Ordinal);
        Assert.Contains(":", await visitor.Page.InputValueAsync("#q"), StringComparison.Ordinal);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Listbox)).ToBeHiddenAsync();
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_was_searched_for_lately_is_kept_in_the_browser_and_offered()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a red automobile");
        await visitor.SearchAsync("christmas");
        await visitor.Page.GotoAsync("/");
        await visitor.Page.Locator("#q").PressAsync("ArrowDown");
        await visitor.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        Assert.Equal(["christmas", "a red automobile"], await visitor.Page.GetByRole(AriaRole.Option).Locator(".name").AllInnerTextsAsync());

        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Listbox)).ToBeHiddenAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.Page.GetByRole(AriaRole.Option).Nth(1).WaitForAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowUp");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.WaitForURLAsync("**/?q=a+red+automobile");
        visitor.AssertQuiet();
    }
}
