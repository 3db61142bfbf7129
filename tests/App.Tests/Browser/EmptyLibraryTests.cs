using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

public sealed class EmptyLibraryTests(RunningApp app) : IClassFixture<RunningApp>
{
    [BrowserFact]
    public async Task An_empty_library_says_how_pictures_come_in()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/");

        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "No pictures yet" }).WaitForAsync();
        await visitor.Page.GetByText("./photoseek import").WaitForAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Upload pictures" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/upload");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Searching_it_finds_nothing_and_says_so()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("anything");

        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing found" }).WaitForAsync();
        visitor.AssertQuiet();
    }
}
