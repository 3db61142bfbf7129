using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>The list of what was deleted. What is deleted here is put back here: others read the same library.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class DeletedPageTests(DemoApp app)
{
    [BrowserFact]
    public async Task What_was_deleted_is_listed_with_its_picture_and_put_back_without_script()
    {
        await using var visitor = await app.VisitAsync(script: false);
        await visitor.Page.GotoAsync("/images/55");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "All deleted pictures" }).ClickAsync();

        var item = visitor.Page.Locator(".gone li").First;
        await Assertions.Expect(item).ToContainTextAsync("Deleted");
        var address = await item.Locator("img").GetAttributeAsync("src");
        var picture = await visitor.Page.APIRequest.GetAsync(address!);
        Assert.Equal("image/webp", picture.Headers["content-type"]);
        Assert.True((await picture.BodyAsync()).Length > 1000);
        Assert.Equal(404, (await visitor.Page.APIRequest.GetAsync("/api/images/55/thumbnail")).Status);
        Assert.Equal(404, (await visitor.Page.APIRequest.GetAsync(address!.Replace("/55/", "/56/", StringComparison.Ordinal))).Status);

        await item.GetByRole(AriaRole.Button, new() { Name = "Put back" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/deleted");
        await Assertions.Expect(visitor.Page.Locator(".gone li")).ToHaveCountAsync(0);
        Assert.Equal(200, (await visitor.Page.APIRequest.GetAsync("/api/images/55/thumbnail")).Status);
    }
}
