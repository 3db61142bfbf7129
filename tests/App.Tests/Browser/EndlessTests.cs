using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>Pages that join the one before, and keep their addresses.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class EndlessTests(DemoApp app)
{
    [BrowserFact]
    public async Task Scrolling_brings_all_pages_without_repeating_a_picture_and_says_in_the_address_where_it_is()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/?q=people&cutoff=0");
        for (var count = 50; count < 200; count += 50)
        {
            await visitor.Tiles.Last.ScrollIntoViewIfNeededAsync();
            await visitor.Tiles.Nth(count).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }

        var ids = await visitor.IdsAsync();
        Assert.Equal((200, 200), (ids.Count, ids.Distinct().Count()));
        Assert.Equal(0, await visitor.Page.Locator("a[rel=next]").CountAsync());
        await visitor.Tiles.Nth(120).ScrollIntoViewIfNeededAsync();
        await visitor.Page.WaitForURLAsync("**/?q=people&cutoff=0&page=3");

        // Each page by its address is the same.
        await visitor.Page.GotoAsync("/?q=people&cutoff=0&page=3");
        Assert.Equal(ids.Skip(100).Take(50), (await visitor.IdsAsync()).Take(50));
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Previous" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**&page=2");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task The_newest_pictures_go_on_and_the_large_view_goes_on_with_them()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/");
        await visitor.Tiles.Nth(48).Locator(".shot").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await Assertions.Expect(visitor.Page.Locator("[data-place]")).ToHaveTextAsync("49 of 100");
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(visitor.Page.Locator("[data-place]")).ToContainTextAsync("51 of");
        visitor.AssertQuiet();
    }
}
