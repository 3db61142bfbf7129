using System.Globalization;
using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>Many files at once: folders, what is said about all of them, and what becomes of the list.</summary>
[Collection(UploadGroup.Name)]
public sealed class UploadBatchTests(RunningApp app)
{
    [BrowserFact]
    public async Task Three_hundred_files_of_a_folder_go_in_together_and_are_found_by_their_project()
    {
        await using var visitor = await app.VisitAsync();
        var folder = Folder(Enumerable.Range(1, 300).Select(static index => string.Create(CultureInfo.InvariantCulture, $"{index / 100}/IMG_{index:0000}.jpg")));
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.FillAsync("[name=project]", "Three hundred");
        await visitor.Page.FillAsync("[name=tags]", "many, small");
        await visitor.Page.SetInputFilesAsync("#folder", folder);

        await visitor.Page.GetByText("300 can be searched").First.WaitForAsync(new() { Timeout = 300_000 });
        Assert.Equal(300, await visitor.Page.Locator(".transfer.indexed").CountAsync());
        Assert.Equal(300, await app.Database.ScalarAsync<long>("select count(*) from images where project = 'Three hundred' and tags = array['many', 'small']"));
        Assert.False(await visitor.Page.Locator("[data-cancel], [data-retry], [data-troubles], [data-more]").Filter(new() { Visible = true }).First.IsVisibleAsync());
        await visitor.Page.ClickAsync("[data-see]");

        Assert.Equal("project:\"Three hundred\"", await visitor.Page.InputValueAsync("#q"));
        Assert.NotEmpty(await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Only_so_many_rows_are_made_as_one_looks_at()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.RouteAsync("**/api/images", static _ => Task.CompletedTask); // Never answered.
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.SetInputFilesAsync("#folder", Folder(Enumerable.Range(1, 150).Select(static index => string.Create(CultureInfo.InvariantCulture, $"{index}.jpg"))));

        await visitor.Page.GetByText("and 50 more that wait").First.WaitForAsync();
        Assert.Equal(100, await visitor.Page.Locator(".transfer").CountAsync());
        await visitor.Page.ClickAsync("[data-cancel]");
        await visitor.Page.GetByText("150 cancelled").First.WaitForAsync();
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_dropped_folder_is_taken_whole_and_what_is_no_picture_is_left_out()
    {
        await using var visitor = await app.VisitAsync();
        var folder = Folder(["a.jpg", "deep/er/b.JPG"]);
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "Words.");
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "a.xmp"), "<x/>");
        await visitor.Page.GotoAsync("/upload");
        await DropAsync(visitor.Page, folder);

        await visitor.Page.GetByText("2 can be searched, 2 other files left out").First.WaitForAsync();
        Assert.Equal(["a.jpg", "b.JPG"], (await visitor.Page.Locator(".transfer .file").AllInnerTextsAsync()).Order(StringComparer.Ordinal));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_pasted_picture_is_sent()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.EvaluateAsync(
            """
            base64 => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], 'image.jpg', { type: 'image/jpeg' }));
              document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(TestJpeg.CreateUnique()));

        await visitor.Page.GetByText("1 can be searched").First.WaitForAsync();
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Refusals_say_what_to_do_duplicates_are_no_trouble_and_the_list_can_show_the_troubles_alone()
    {
        await using var visitor = await app.VisitAsync();
        var folder = Folder(["good.jpg"]);
        File.Copy(Path.Combine(folder, "good.jpg"), Path.Combine(folder, "same.jpg"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "empty.jpg"), []);
        await File.WriteAllTextAsync(Path.Combine(folder, "words.jpg"), "Words.");
        await File.WriteAllBytesAsync(Path.Combine(folder, "large.jpg"), new byte[(25 * 1024 * 1024) + 1]);
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.SetInputFilesAsync("#folder", folder);

        await visitor.Page.GetByText("1 can be searched, 1 already here, 3 refused").First.WaitForAsync();
        await visitor.Page.GetByText("The file is empty. Copy it again from where it came from.").First.WaitForAsync();
        await visitor.Page.GetByText("This is not a JPEG, PNG or WebP picture. Save it as one of these and send that.").First.WaitForAsync();
        await visitor.Page.GetByText("25 MB are let in. Send a smaller copy.").First.WaitForAsync();
        await visitor.Page.GetByText("Only the 3 that did not get in").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".transfer").Filter(new() { Visible = true })).ToHaveCountAsync(3);
        visitor.AssertQuiet();
    }

    private static async Task DropAsync(IPage page, string path)
    {
        var chromium = await page.Context.NewCDPSessionAsync(page);
        var place = (await page.Locator("[data-drop]").BoundingBoxAsync())!;
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await chromium.SendAsync("Input.dispatchDragEvent", new Dictionary<string, object>
            {
                ["type"] = type,
                ["x"] = place.X + (place.Width / 2),
                ["y"] = place.Y + (place.Height / 2),
                ["data"] = new { items = Array.Empty<object>(), files = new[] { path }, dragOperationsMask = 1 },
            });
        }
    }

    private string Folder(IEnumerable<string> pictures)
    {
        var folder = Path.Combine(app.Scratch, Guid.NewGuid().ToString("N"));
        foreach (var name in pictures)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, TestJpeg.CreateUnique());
        }

        return folder;
    }
}
