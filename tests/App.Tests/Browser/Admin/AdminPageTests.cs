using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser.Admin;

public sealed class AdminPageTests(RunningApp app) : IClassFixture<RunningApp>
{
    [BrowserFact]
    public async Task The_figures_follow_indexing_without_loading_the_page_again()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/admin");
        await visitor.Page.EvaluateAsync("() => { window.kept = true; }");
        var before = await IndexedAsync(visitor);

        await UploadAsync(TestJpeg.CreateUnique(), TestJpeg.CreateUnique(), TestJpeg.CreateUnique());

        await UntilAsync(async () => await IndexedAsync(visitor) == before + 3, "the figure stays behind");
        await visitor.Page.Locator("[data-board] tr", new() { HasText = "uploads" }).WaitForAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.kept === true"));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Indexing_pauses_and_goes_on_without_script()
    {
        await using var visitor = await app.VisitAsync(script: false);
        await visitor.Page.GotoAsync("/admin");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await visitor.Page.GetByText("Indexing is paused").WaitForAsync();

        await UploadAsync(TestJpeg.CreateUnique());
        await UntilAsync(
            async () =>
            {
                await visitor.Page.GotoAsync("/admin");
                return await FigureAsync(visitor, "waiting") == "1";
            },
            "it is not waiting");
        Assert.Equal("paused", await FigureAsync(visitor, "left"));

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await visitor.Page.GetByText("Indexing goes on").WaitForAsync();
        await UntilAsync(async () => await CountAsync("pending_images where state = 'pending'") == 0, "it is never indexed");
        visitor.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failed_pictures_stand_under_their_reason_and_can_be_tried_again_or_put_aside(bool script)
    {
        await app.Database.ExecuteAsync("delete from pending_images");
        var cut = await File.ReadAllBytesAsync(Repository.Path("demo", "photos", script ? "IMG_0001.jpg" : "IMG_0004.jpg"));
        await UploadAsync(cut[..^3000], cut[..^3100]);
        await UntilAsync(async () => await CountAsync("pending_images where state = 'failed'") == 2, "they do not fail");
        await using var visitor = await app.VisitAsync(script);
        await UntilAsync(
            async () =>
            {
                await visitor.Page.GotoAsync("/admin");
                return await FigureAsync(visitor, "failed") == "2" && await visitor.Page.Locator(".failure").CountAsync() == 1
                    && await visitor.Page.Locator(".examples-of li").CountAsync() == 2;
            },
            "they are not shown as one group");

        // The board is drawn anew while somebody looks: a click may come to a button that is just being replaced.
        var ignore = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Ignore picture0.jpg" });
        await UntilAsync(
            async () =>
            {
                if (await ignore.IsVisibleAsync())
                {
                    await ignore.ClickAsync();
                }

                return await CountAsync("pending_images where state = 'ignored'") == 1;
            },
            "it is not put aside");
        Assert.Equal((1, 1), (await CountAsync("pending_images where state = 'failed'"), await CountAsync("pending_images where state = 'ignored'")));

        await visitor.Page.Locator(".failure.failed").GetByRole(AriaRole.Button, new() { Name = "Ignore all that say" }).ClickAsync();
        await UntilAsync(async () => await CountAsync("pending_images where state = 'ignored'") == 2, "not all are put aside");

        await visitor.Page.Locator(".failure.ignored").GetByRole(AriaRole.Button, new() { Name = "Retry all that say" }).ClickAsync();
        await visitor.Page.GetByText("2 pictures will be tried again").WaitForAsync();
        await UntilAsync(async () => await CountAsync("pending_images where state = 'failed'") == 2, "they are not tried again");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task All_pictures_can_be_embedded_anew()
    {
        await UploadAsync(TestJpeg.CreateUnique());
        await UntilAsync(async () => await CountAsync("pending_images where state = 'pending'") == 0, "it is never indexed");
        var vectors = await CountAsync("image_vectors");
        var before = await app.Database.ScalarAsync<DateTime>("select max(created_at) from image_vectors");
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/admin");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Re-embed all" }).ClickAsync();

        await visitor.Page.GetByText("to be embedded again").WaitForAsync();
        await UntilAsync(async () => await app.Database.ScalarAsync<DateTime>("select min(created_at) from image_vectors") > before, "some vectors are old");
        Assert.Equal(vectors, await CountAsync("image_vectors"));
        visitor.AssertQuiet();
    }

    private static async Task<string> FigureAsync(Visitor visitor, string name) => await visitor.Page.Locator($"[data-figure={name}]").InnerTextAsync();

    private static async Task<int> IndexedAsync(Visitor visitor) => int.Parse(await FigureAsync(visitor, "indexed"));

    private static Task UntilAsync(Func<Task<bool>> probe, string otherwise) => Eventually.TrueAsync(probe, TimeSpan.FromMinutes(1), otherwise);

    private Task<long> CountAsync(string from) => app.Database.ScalarAsync<long>($"select count(*) from {from}");

    private async Task UploadAsync(params byte[][] pictures)
    {
        using var http = new HttpClient();
        using var form = new MultipartFormDataContent();
        foreach (var (index, picture) in pictures.Index())
        {
            form.Add(new ByteArrayContent(picture), "files", $"picture{index}.jpg");
        }

        using var response = await http.PostAsync(new Uri(app.Address + "/api/images"), form);
        response.EnsureSuccessStatusCode();
    }
}
