using System.IO.Compression;
using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>Doing something with several pictures. What is done here is undone here: others read the same library.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class SelectionTests(DemoApp app)
{
    [BrowserFact]
    public async Task Chosen_pictures_are_searched_by_together()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a boat");
        var ids = await visitor.IdsAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Choose", Exact = true }).ClickAsync();
        await visitor.Tiles.Nth(0).Locator(".shot").ClickAsync();
        await visitor.Tiles.Nth(2).Locator(".shot").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("[data-count]")).ToHaveTextAsync("2 pictures chosen");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Search by them" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/?q=like*");

        Assert.Equal($"like:{ids[0]} like:{ids[2]}", await visitor.Page.InputValueAsync("#q"));
        Assert.Empty((await visitor.IdsAsync()).Intersect([ids[0], ids[2]]));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Keys_choose_a_range_is_chosen_and_escape_lets_go()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/?q=people&cutoff=0");
        await visitor.Tiles.Nth(1).Locator(".shot").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("x");
        await visitor.Tiles.Nth(4).Locator(".shot").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(visitor.Page.Locator("[data-count]")).ToHaveTextAsync("4 pictures chosen");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "All on this page" }).ClickAsync();
        Assert.True(await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Search by them" }).IsDisabledAsync());
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visitor.Page.Locator("[data-selection]")).ToBeHiddenAsync();
        Assert.Equal(0, await visitor.Page.Locator(".tile.chosen").CountAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task They_come_in_one_file()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("snow");
        await visitor.Tiles.Nth(0).Locator("[data-pick]").CheckAsync(new() { Force = true });
        await visitor.Tiles.Nth(1).Locator("[data-pick]").CheckAsync(new() { Force = true });
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        var path = Path.Combine(app.Scratch, "chosen.zip");
        await download.SaveAsAsync(path);

        Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);
        using var archive = ZipFile.OpenRead(path);
        Assert.Equal(2, archive.Entries.Count(static entry => entry.Length > 1000));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Tags_are_added_and_taken_away()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a house");
        var ids = (await visitor.IdsAsync()).Take(2).ToList();
        foreach (var (button, expected) in new[] { ("Add", 2), ("Take away", 0) })
        {
            await visitor.Page.GotoAsync("/?q=a+house");
            await visitor.Tiles.Nth(0).Locator("[data-pick]").CheckAsync(new() { Force = true });
            await visitor.Tiles.Nth(1).Locator("[data-pick]").CheckAsync(new() { Force = true });
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Tag", Exact = true }).ClickAsync();
            await visitor.Page.GetByLabel("Tags, separated by commas").FillAsync("zweig, ");
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await visitor.Page.GetByText($"2 pictures {(expected > 0 ? "tagged" : "without")} zweig.").WaitForAsync();
            Assert.Equal(expected, await app.Database.ScalarAsync<long>($"select count(*) from images where 'zweig' = any(tags) and id in ({string.Join(',', ids)})"));
        }

        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_is_deleted_is_gone_at_once_and_back_when_that_is_undone()
    {
        try
        {
            await DeleteAndUndoAsync();
        }
        finally
        {
            await app.Database.ExecuteAsync("update images set deleted_at = null, hidden_at = null where deleted_at is not null");
        }
    }

    private async Task DeleteAndUndoAsync()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a boat");
        var ids = await visitor.IdsAsync();
        await visitor.Tiles.Nth(0).Locator("[data-pick]").CheckAsync(new() { Force = true });
        await visitor.Tiles.Nth(1).Locator("[data-pick]").CheckAsync(new() { Force = true });
        await visitor.Page.Locator("[data-selection] [data-delete]").ClickAsync();
        await Assertions.Expect(visitor.Tiles.Nth(0)).ToBeHiddenAsync();
        Assert.Equal(2, await DeletedAsync());

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(visitor.Tiles.Nth(0)).ToBeVisibleAsync();
        Assert.Equal(0, await DeletedAsync());

        // One by one in the large view, where the note can be reached, too.
        await visitor.Tiles.First.Locator(".shot").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await visitor.Page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(visitor.Page.Locator("[data-details]")).ToHaveAttributeAsync("href", $"/images/{ids[1]}");
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("1 picture put back.")).ToBeVisibleAsync();
        await visitor.SearchAsync("a boat");
        Assert.Equal(ids, await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    private Task<long> DeletedAsync() => app.Database.ScalarAsync<long>("select count(*) from images where deleted_at is not null");
}
