using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>The picture as large as the window.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class LightboxTests(DemoApp app)
{
    [BrowserFact]
    public async Task A_picture_opens_large_keys_step_through_and_the_focus_comes_back()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a boat");
        var ids = await visitor.IdsAsync();
        await visitor.Tiles.First.Locator(".shot").ClickAsync();
        var box = visitor.Page.GetByRole(AriaRole.Dialog);
        await box.WaitForAsync();
        await Assertions.Expect(box.Locator("[data-picture]")).ToHaveAttributeAsync("src", Large(ids[0]));

        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(box.Locator("[data-picture]")).ToHaveAttributeAsync("src", Large(ids[1]));
        await Assertions.Expect(box.Locator("[data-details]")).ToHaveAttributeAsync("href", $"/images/{ids[1]}");
        await Assertions.Expect(box.Locator("[data-place]")).ToHaveTextAsync($"2 of {ids.Count}");
        await visitor.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(box.Locator("[data-previous]")).ToBeDisabledAsync();
        await visitor.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(box.Locator("[data-next]")).ToBeDisabledAsync();

        // What lies behind is out of reach: all of a round through the keyboard stays in the dialog.
        for (var press = 0; press < 12; press++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            Assert.True(await visitor.Page.EvaluateAsync<bool>("document.activeElement === document.body || !!document.activeElement.closest('dialog')"));
        }

        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(box).ToBeHiddenAsync();
        await visitor.Page.WaitForFunctionAsync("id => document.activeElement.closest('.tile')?.dataset.id === id", $"{ids[^1]}");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Going_back_closes_it_and_its_details_are_a_page()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a house");
        var id = await visitor.FirstIdAsync();
        await visitor.Tiles.First.Locator(".shot").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await visitor.Page.GoBackAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.EndsWith("/?q=a+house", visitor.Page.Url, StringComparison.Ordinal);

        await visitor.Tiles.First.Locator(".shot").PressAsync("Enter");
        await visitor.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await visitor.Page.Keyboard.PressAsync("i");
        await visitor.Page.WaitForURLAsync($"**/images/{id}");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task It_looks_closer_and_swipes()
    {
        await using var visitor = await app.VisitAsync(width: 390, height: 844);
        await visitor.SearchAsync("a boat");
        await visitor.Tiles.First.Locator(".shot").ClickAsync();
        var picture = visitor.Page.GetByRole(AriaRole.Dialog).Locator("[data-picture]");
        await picture.WaitForAsync();
        await visitor.Page.Keyboard.PressAsync("+");
        await Assertions.Expect(picture).ToHaveClassAsync("closer");
        await visitor.Page.Keyboard.PressAsync("0");
        await Assertions.Expect(picture).Not.ToHaveClassAsync("closer");
        await visitor.Page.Mouse.ClickAsync(195, 400);
        await Assertions.Expect(picture).ToHaveClassAsync("closer");
        await visitor.Page.Mouse.ClickAsync(195, 400);
        await Assertions.Expect(picture).Not.ToHaveClassAsync("closer");

        await visitor.Page.Mouse.MoveAsync(300, 400);
        await visitor.Page.Mouse.DownAsync();
        await visitor.Page.Mouse.MoveAsync(100, 410, new() { Steps = 4 });
        await visitor.Page.Mouse.UpAsync();
        await Assertions.Expect(visitor.Page.Locator("[data-place]")).ToContainTextAsync("2 of");
        visitor.AssertQuiet();
    }

    private static System.Text.RegularExpressions.Regex Large(long id) =>
        new($"/api/images/{id}/thumbnail\\?size=large", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
