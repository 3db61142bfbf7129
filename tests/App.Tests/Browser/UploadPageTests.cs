using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

[Collection(UploadGroup.Name)]
public sealed class UploadPageTests(RunningApp app)
{
    [BrowserFact]
    public async Task Uploaded_pictures_become_searchable_and_are_found_by_words_and_by_picture()
    {
        await using var visitor = await app.VisitAsync();
        string[] names = ["IMG_0002.jpg", "IMG_0007.jpg", "IMG_0013.jpg"]; // boats at sea, mountains, a desert
        await UploadAsync(visitor, [.. names.Select(Demo)]);
        await AllAreAsync(visitor, "indexed", names.Length);

        await visitor.Page.GetByText("3 can be searched").First.WaitForAsync();
        await visitor.SearchAsync("boats on the sea at night");
        Assert.Equal("IMG_0002.jpg", await NameAsync(await visitor.FirstIdAsync()));
        foreach (var name in names)
        {
            await visitor.SearchByPictureAsync(Demo(name));
            Assert.Equal(name, await NameAsync(await visitor.FirstIdAsync()));
        }

        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_second_upload_of_the_same_bytes_is_a_duplicate_and_leads_to_the_first()
    {
        await using var visitor = await app.VisitAsync();
        var path = await WriteAsync("once.jpg", TestJpeg.CreateUnique());
        await UploadAsync(visitor, path);
        await AllAreAsync(visitor, "indexed", 1);
        var first = await visitor.Page.GetAttributeAsync(".transfer a", "href");

        await UploadAsync(visitor, path);
        await AllAreAsync(visitor, "duplicate", 1);
        Assert.Equal("Already here", await visitor.Page.InnerTextAsync(".transfer .fate"));
        Assert.Equal(first, await visitor.Page.GetAttributeAsync(".transfer a", "href"));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_text_that_is_called_a_picture_is_refused_with_the_reason_and_does_not_stop_the_others()
    {
        await using var visitor = await app.VisitAsync();
        var words = await WriteAsync("words.jpg", "These are words."u8.ToArray());
        var picture = await WriteAsync("picture.jpg", TestJpeg.CreateUnique());
        await UploadAsync(visitor, words, picture);

        await AllAreAsync(visitor, "refused", 1);
        await AllAreAsync(visitor, "indexed", 1);
        var fate = await visitor.Page.InnerTextAsync(".transfer.refused .fate");
        Assert.StartsWith("Refused: ", fate, StringComparison.Ordinal);
        Assert.Contains("JPEG", fate, StringComparison.Ordinal);
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_is_said_about_the_batch_stands_on_each_pictures_page()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.ClickAsync(".batch summary");
        await visitor.Page.FillAsync("[name=title]", "The lake house");
        await visitor.Page.FillAsync("[name=tags]", "holiday, lake");
        await visitor.Page.FillAsync("[name=project]", "Summer");
        await visitor.Page.FillAsync("[name=description]", "A week without a telephone.");
        await visitor.Page.SetInputFilesAsync("#files", await WriteAsync("lake.jpg", TestJpeg.CreateUnique()));
        await AllAreAsync(visitor, "indexed", 1);
        await visitor.Page.ClickAsync(".transfer a");

        Assert.Equal("The lake house", await visitor.Page.InnerTextAsync("h1"));
        Assert.Equal("A week without a telephone.", await visitor.Page.InnerTextAsync(".description"));
        Assert.Equal(["holiday", "lake"], await visitor.Page.Locator(".tags a").AllInnerTextsAsync());
        Assert.Contains("Summer", await visitor.Page.InnerTextAsync(".facts"), StringComparison.Ordinal);
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_name_made_of_markup_stays_a_name_everywhere()
    {
        const string name = "\"><img src=x onerror=alert(1)>.jpg";
        await using var visitor = await app.VisitAsync();
        await UploadAsync(visitor, await WriteAsync(name, TestJpeg.CreateUnique()));
        await AllAreAsync(visitor, "indexed", 1);
        Assert.Equal(name, await visitor.Page.InnerTextAsync(".transfer .file"));

        await visitor.Page.ClickAsync(".transfer a");
        Assert.Contains("<img src=x onerror=alert(1)>.jpg", await visitor.Page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await visitor.Page.GotoAsync("/?q=" + Uri.EscapeDataString(name));
        Assert.Equal(name, await visitor.Page.InputValueAsync("#q"));
        await visitor.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.Contains("<img src=x onerror=alert(1)>.jpg", await visitor.Page.InnerTextAsync("[data-grid]"), StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.Locator("img[src=x]").CountAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_lost_connection_is_tried_again()
    {
        await using var visitor = await app.VisitAsync();
        var lost = 0;
        await visitor.Page.RouteAsync("**/api/images", route => Interlocked.Increment(ref lost) <= 2 ? route.AbortAsync() : route.ContinueAsync());
        await UploadAsync(visitor, await WriteAsync("again.jpg", TestJpeg.CreateUnique()));

        await AllAreAsync(visitor, "indexed", 1);
        Assert.Equal(3, lost);
    }

    [BrowserFact]
    public async Task Uploading_works_without_script()
    {
        await using var visitor = await app.VisitAsync(script: false);
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.SetInputFilesAsync("#files", [await WriteAsync("plain.jpg", TestJpeg.CreateUnique()), await WriteAsync("plain-words.jpg", "Words."u8.ToArray())]);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        Assert.Equal(["plain.jpg", "plain-words.jpg"], await visitor.Page.Locator(".transfer .file").AllInnerTextsAsync());
        Assert.Equal(1, await visitor.Page.Locator(".transfer.accepted").CountAsync());
        Assert.Equal(1, await visitor.Page.Locator(".transfer.refused").CountAsync());
    }

    [BrowserSharedFact]
    public async Task Twenty_photos_sent_through_the_page_each_find_themselves_first()
    {
        await using var visitor = await app.VisitAsync();
        var photos = Directory.GetFiles(Shared.Path("photos"), "*.jpg").Order(StringComparer.Ordinal).Where((_, index) => index % 3 == 0).Take(20).ToArray();
        Assert.Equal(20, photos.Length);
        await UploadAsync(visitor, photos);
        await AllAreAsync(visitor, "indexed", photos.Length);

        foreach (var photo in photos)
        {
            await visitor.SearchByPictureAsync(photo);
            Assert.Equal(Path.GetFileName(photo), await NameAsync(await visitor.FirstIdAsync()));
        }

        visitor.AssertQuiet();
    }

    private static string Demo(string name) => Repository.Path("demo", "photos", name);

    private static async Task UploadAsync(Visitor visitor, params string[] paths)
    {
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.SetInputFilesAsync("#files", paths);
    }

    private static Task AllAreAsync(Visitor visitor, string state, int count) => Eventually.TrueAsync(
        async () => await visitor.Page.Locator(".transfer." + state).CountAsync() == count,
        TimeSpan.FromMinutes(2),
        async () => await visitor.Page.Locator("[data-progress]").InnerTextAsync());

    private async Task<string> WriteAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(app.Scratch, name);
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }

    private async Task<string?> NameAsync(long id)
    {
        using var image = await app.ImageAsync(id);
        return image.RootElement.GetProperty("file_name").GetString();
    }
}
