using System.Text.Json;
using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>Uploads that are cancelled, cut off, put off or turned away.</summary>
[Collection(UploadGroup.Name)]
public sealed class UploadTroubleTests(RunningApp app)
{
    [BrowserFact]
    public async Task Files_are_cancelled_and_sent_again_one_by_one_or_all_at_once()
    {
        await using var visitor = await app.VisitAsync();
        var isHeld = true;
        await visitor.Page.RouteAsync("**/api/images", route => Volatile.Read(ref isHeld) ? Task.CompletedTask : route.ContinueAsync());
        await ChooseAsync(visitor, 6);
        await Assertions.Expect(visitor.Page.Locator(".transfer.sending")).ToHaveCountAsync(3);
        await visitor.AssertSoundAsync("sending");
        var row = visitor.Page.Locator(".transfer").First;

        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Cancelled");
        await Assertions.Expect(visitor.Page.Locator(".transfer.sending")).ToHaveCountAsync(3);
        await visitor.Page.ClickAsync("[data-cancel]");
        await Assertions.Expect(visitor.Page.Locator(".transfer.cancelled")).ToHaveCountAsync(6);
        await visitor.AssertSoundAsync("cancelled");

        Volatile.Write(ref isHeld, false);
        await row.GetByRole(AriaRole.Button, new() { Name = "Send again" }).PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("Can be searched", Patient);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Send the rest again" }).ClickAsync();
        await visitor.Page.GetByText("6 can be searched").First.WaitForAsync();
        await visitor.AssertSoundAsync("sent");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Without_a_network_sending_waits_and_goes_on_when_it_is_back()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.Page.SetInputFilesAsync("#files", Pictures(5));
        await visitor.Page.Locator("[data-paused]").GetByText("The connection is lost. Sending goes on by itself").First.WaitForAsync();
        await Assertions.Expect(visitor.Page.Locator(".transfer.waiting")).ToHaveCountAsync(5, new() { Timeout = 60_000 });

        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.Page.GetByText("5 can be searched").First.WaitForAsync();
        Assert.False(await visitor.Page.Locator("[data-paused]").IsVisibleAsync());
    }

    [BrowserFact]
    public async Task A_file_that_arrived_before_the_connection_was_lost_is_not_kept_twice()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.AddInitScriptAsync(
            """
            const send = XMLHttpRequest.prototype.send;
            let sent = 0;
            XMLHttpRequest.prototype.send = function (body) {
              if (sent++ === 0) {
                this.onload = this.onerror; // The server has it, and its answer gets lost.
              }

              send.call(this, body);
            };
            """);
        await ChooseAsync(visitor, 1);

        await Assertions.Expect(visitor.Page.Locator(".transfer.duplicate")).ToContainTextAsync("Already here", Patient);
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_busy_server_is_left_alone_until_it_is_ready()
    {
        await using var visitor = await app.VisitAsync();
        var refused = 0;
        await visitor.Page.RouteAsync("**/api/images", route => Interlocked.Increment(ref refused) <= 4
            ? route.FulfillAsync(new() { Status = 429, ContentType = "application/problem+json", Body = "{}", Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "1" } })
            : route.ContinueAsync());
        await ChooseAsync(visitor, 3);

        await visitor.Page.Locator("[data-paused]").GetByText("The server is busy").First.WaitForAsync();
        await visitor.Page.GetByText("3 can be searched").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task Where_no_file_would_fare_better_none_is_sent_until_asked_for()
    {
        await using var visitor = await app.VisitAsync();
        var isFull = true;
        var sent = 0;
        await visitor.Page.RouteAsync("**/api/images", route =>
        {
            Interlocked.Increment(ref sent);
            return Volatile.Read(ref isFull)
                ? route.FulfillAsync(new() { Status = 507, ContentType = "application/problem+json", Body = JsonSerializer.Serialize(new { detail = "There is no room to keep it." }) })
                : route.ContinueAsync();
        });
        await ChooseAsync(visitor, 9);

        await Assertions.Expect(visitor.Page.Locator(".transfer.failed")).ToHaveCountAsync(9, new() { Timeout = 60_000 });
        await Assertions.Expect(visitor.Page.Locator(".transfer.failed").First).ToContainTextAsync("Failed: There is no room to keep it.");
        Assert.InRange(sent, 1, 3);
        Volatile.Write(ref isFull, false);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Send the rest again" }).ClickAsync();
        await visitor.Page.GetByText("9 can be searched").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task Leaving_while_files_are_sent_asks_first()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.RouteAsync("**/api/images", static _ => Task.CompletedTask);
        await ChooseAsync(visitor, 1);
        await visitor.Page.Locator(".transfer.sending").WaitForAsync();
        await visitor.Page.ClickAsync("h1"); // A page that nobody has touched may not ask.
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        visitor.Page.Dialog += (_, dialog) => asked.TrySetResult(dialog.Type);
        await visitor.Page.EvaluateAsync("() => { location.href = '/'; }");

        Assert.Equal("beforeunload", await asked.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        await Assertions.Expect(visitor.Page.Locator(".transfer.sending")).ToHaveCountAsync(1);
    }

    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 60_000 };

    private async Task ChooseAsync(Visitor visitor, int count)
    {
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.SetInputFilesAsync("#files", Pictures(count));
    }

    private string[] Pictures(int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            var path = Path.Combine(app.Scratch, Guid.NewGuid().ToString("N") + ".jpg");
            File.WriteAllBytes(path, TestJpeg.CreateUnique());
            return path;
        }),
    ];
}
