using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

[Collection(DemoLibraryGroup.Name)]
public sealed class FirstRunTests(DemoApp app)
{
    [BrowserTheory]
    [InlineData("christmas")]
    [InlineData("two people on a beach at sunset")]
    [InlineData("a red automobile")]
    public async Task Each_example_is_a_search_that_finds_something(string example)
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/");
        await visitor.Page.Locator(".first-run").GetByRole(AriaRole.Link, new() { Name = example, Exact = true }).ClickAsync();

        await visitor.Page.WaitForURLAsync("**/?q=*");
        Assert.NotEmpty(await visitor.IdsAsync());
        Assert.Equal(0, await visitor.Page.Locator(".first-run").CountAsync());
        visitor.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_says_how_the_model_and_ones_photos_get_in_and_stays_away_once_it_is_put_away(bool script)
    {
        await using var visitor = await app.VisitAsync(script);
        await visitor.Page.GotoAsync("/");
        var guide = visitor.Page.Locator(".first-run");
        await guide.GetByText($"./photoseek models install {Pages.IndexModel.RealModel}").WaitForAsync();
        await guide.GetByText("./photoseek import ~/Pictures").WaitForAsync();
        await guide.GetByText("Or a bucket that speaks S3").ClickAsync();
        await guide.GetByText("Sources__0__Bucket=photos").WaitForAsync();
        await guide.GetByRole(AriaRole.Link, new() { Name = "Upload them" }).WaitForAsync();

        await guide.GetByRole(AriaRole.Button, new() { Name = "Do not show it again" }).ClickAsync();
        await visitor.Page.GetByText("This is the demo model.", new() { Exact = true }).WaitForAsync();
        Assert.Equal(0, await guide.CountAsync());
        Assert.True(Assert.Single(await visitor.Page.Context.CookiesAsync(), static cookie => cookie.Name == "photoseek-begun").Expires > 0);
        await visitor.Page.GotoAsync("/start");
        await guide.GetByRole(AriaRole.Heading, new() { Name = "The real model" }).WaitForAsync();
        visitor.AssertQuiet();
    }
}
