using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

public sealed class FirstRunGoneTests(FewDemoApp app) : IClassFixture<FewDemoApp>
{
    [BrowserFact]
    public async Task It_goes_away_by_itself_when_other_pictures_come()
    {
        await app.EventuallyIndexedAsync(2);
        await using var visitor = await app.VisitAsync();
        await EventuallyAsync(visitor, begins: true);
        await visitor.Page.GotoAsync("/upload");
        var path = Path.Combine(app.Scratch, "mine.jpg");
        await File.WriteAllBytesAsync(path, TestJpeg.CreateUnique());
        await visitor.Page.SetInputFilesAsync("#files", path);
        await visitor.Page.GetByText("1 can be searched").First.WaitForAsync();

        await EventuallyAsync(visitor, begins: false);
        await visitor.Page.GotoAsync("/start");
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Your own photos" }).WaitForAsync();
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Do not show it again" }).CountAsync());
        visitor.AssertQuiet();
    }

    // The counts behind a page are a little old.
    private static Task EventuallyAsync(Visitor visitor, bool begins) => Eventually.TrueAsync(
        async () =>
        {
            await visitor.Page.GotoAsync("/");
            return await visitor.Page.Locator(".first-run").IsVisibleAsync() == begins;
        },
        TimeSpan.FromMinutes(1),
        () => visitor.Page.InnerTextAsync("main"));
}
