using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>Pictures of an upload for a person to look at: written to the folder that PHOTOSEEK_SCREENSHOTS names.</summary>
[Collection(UploadGroup.Name)]
public sealed class UploadScreenshotTests(RunningApp app)
{
    [ScreenshotFact]
    public async Task An_upload_under_way_put_off_and_done()
    {
        foreach (var (width, height) in new[] { (390, 844), (1920, 1080) })
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var visitor = await app.VisitAsync(theme: theme, width: width, height: height);
                var isHeld = true;
                var sent = 0;
                await visitor.Page.RouteAsync("**/api/images", route => Interlocked.Increment(ref sent) > 5 && Volatile.Read(ref isHeld) ? Task.CompletedTask : route.ContinueAsync());
                await visitor.Page.GotoAsync("/upload");
                await visitor.Page.FillAsync("[name=project]", "Summer by the lake");
                var same = Path.Combine(app.Scratch, "the same.jpg");
                await File.WriteAllBytesAsync(same, TestJpeg.Create("the same"));
                var words = Path.Combine(app.Scratch, "words.jpg");
                await File.WriteAllTextAsync(words, "Words.");
                await visitor.Page.SetInputFilesAsync("#files", [same, words, .. Pictures(120)]);
                await Eventually.TrueAsync(async () => await visitor.Page.Locator(".transfer.indexed").CountAsync() >= 3, TimeSpan.FromMinutes(1), () => visitor.Page.InnerTextAsync("[data-progress]"));
                await ShootAsync(visitor.Page, $"upload-sending-{width}-{theme}");
                await visitor.Page.Locator(".transfer.sending").GetByRole(AriaRole.Button).First.ClickAsync();
                await visitor.Page.Context.SetOfflineAsync(true);
                Volatile.Write(ref isHeld, false);
                await visitor.Page.Locator(".transfer.sending").GetByRole(AriaRole.Button).First.ClickAsync();
                await visitor.Page.Locator("[data-paused]").WaitForAsync();
                await ShootAsync(visitor.Page, $"upload-paused-{width}-{theme}");
                await visitor.Page.ClickAsync("[data-cancel]");
                await visitor.Page.Context.SetOfflineAsync(false);
                await Eventually.TrueAsync(async () => await visitor.Page.Locator(".transfer.sending, .transfer.accepted").CountAsync() == 0, TimeSpan.FromMinutes(1), () => visitor.Page.InnerTextAsync("[data-progress]"));
                await ShootAsync(visitor.Page, $"upload-done-{width}-{theme}");
            }
        }
    }

    private static async Task ShootAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(ScreenshotFactAttribute.Folder!, name + ".png"), FullPage = false });

    private string[] Pictures(int count) =>
    [
        .. Enumerable.Range(1, count).Select(index =>
        {
            var path = Path.Combine(app.Scratch, $"IMG_{index:0000}.jpg");
            File.WriteAllBytes(path, TestJpeg.CreateUnique());
            return path;
        }),
    ];
}
