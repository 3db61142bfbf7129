using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser;

/// <summary>What holds for every page.</summary>
[Collection(DemoLibraryGroup.Name)]
public sealed class EveryPageTests(DemoApp app)
{
    [BrowserFact]
    public async Task Unknown_pictures_and_pages_are_told_apart_from_errors()
    {
        await using var visitor = await app.VisitAsync();
        foreach (var address in new[] { "/images/999999", "/images/x", "/nowhere" })
        {
            var response = await visitor.Page.GotoAsync(address);
            Assert.Equal(404, response!.Status);
            await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" }).WaitForAsync();
        }

        Assert.Equal(404, (await visitor.Page.GotoAsync("/?like=999999"))!.Status);
        await visitor.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.Equal(400, (await visitor.Page.GotoAsync("/?like=abc"))!.Status);
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Every_page_forbids_foreign_and_inline_script_and_being_framed()
    {
        await using var visitor = await app.VisitAsync();
        foreach (var address in new[] { "/", "/?q=beach", "/images/1", "/upload", "/api", "/nowhere", "/js/site.js" })
        {
            var headers = (await visitor.Page.GotoAsync(address))!.Headers;
            Assert.StartsWith("default-src 'self';", headers["content-security-policy"], StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", headers["content-security-policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", headers["content-security-policy"], StringComparison.Ordinal);
            Assert.Equal("nosniff", headers["x-content-type-options"]);
        }

        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_slash_goes_to_the_box_from_every_page()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("snow");
        await visitor.Tiles.First.FocusAsync();
        await visitor.Page.Locator("main").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("/");
        Assert.Equal("q", await visitor.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("snow", await visitor.Page.InputValueAsync("#q"));

        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.Keyboard.PressAsync("/");
        await visitor.Page.WaitForURLAsync(app.Address + "/");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Nothing_moves_while_the_pictures_come_and_nothing_is_wider_than_the_screen()
    {
        await Task.WhenAll(new[] { 390, 1024, 1920 }.Select(width => NothingMovesAsync(width)));

        async Task NothingMovesAsync(int width)
        {
            await using var visitor = await app.VisitAsync(width: width);
            var processor = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
            await processor.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 2 });
            foreach (var address in new[] { "/", "/?q=beach", "/?like=1", "/images/1", "/upload", "/api", "/nowhere" })
            {
                await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
                var shift = await visitor.Page.EvaluateAsync<double>(
                    """
                    () => new Promise(resolve => {
                      let sum = 0;
                      new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value)).observe({ type: 'layout-shift', buffered: true });
                      requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
                    })
                    """);
                Assert.True(shift < 0.02, $"{address} at {width} pixels moves by {shift}");
                Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
            }

            visitor.AssertQuiet();
        }
    }
}
