using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>From the first password to everything that a hostile name could be written into, in one browser.</summary>
public sealed class AccessPageTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Password = "a password that is long";
    private const string Hostile = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'--";

    [BrowserFact]
    public async Task Somebody_sets_a_password_lets_others_in_and_nothing_hostile_comes_to_life()
    {
        await using var admin = await app.VisitAsync();
        await admin.Page.GotoAsync("/admin");
        await admin.Page.ClickAsync("text=Set a password");
        await admin.Page.FillAsync("[name=password]", Password);
        await admin.Page.FillAsync("[name=again]", Password);
        await admin.Page.ClickAsync("text=Set it");
        await admin.Page.WaitForURLAsync(app.Address + "/");
        Assert.Equal("admin", await admin.Page.InnerTextAsync(".who"));

        await using (var stranger = await app.VisitAsync())
        {
            // Led to sign in, and then on to where they wanted to go; what is counted in the frame is not told before.
            await stranger.Page.GotoAsync("/upload");
            Assert.EndsWith("/login?return=%2Fupload", stranger.Page.Url, StringComparison.Ordinal);
            Assert.DoesNotContain("searchable", await stranger.Page.InnerTextAsync("footer"), StringComparison.Ordinal);
            await SignInAsync(stranger, "admin", "not the password");
            await stranger.Page.GetByRole(AriaRole.Alert).WaitForAsync();
            await SignInAsync(stranger, "admin", Password);
            await stranger.Page.WaitForURLAsync(app.Address + "/upload");
            stranger.AssertQuiet();
        }

        var id = await UploadAsync(admin);
        await WriteHostileNamesAsync(admin);
        foreach (var address in new[]
        {
            "/", $"/images/{id}", "/?q=" + Uri.EscapeDataString(Hostile), "/?q=" + Uri.EscapeDataString($"camera:\"{Hostile}\""), $"/?like={id}", "/duplicates", "/admin", "/admin/people", "/admin/keys",
            "/admin/refused?source=" + Uri.EscapeDataString(Hostile), "/admin?did=" + Uri.EscapeDataString(Hostile), "/login?return=" + Uri.EscapeDataString(Hostile), "/error/" + Uri.EscapeDataString(Hostile),
            "/" + Uri.EscapeDataString(Hostile),
        })
        {
            await admin.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Load });
            Assert.Equal(0, await admin.Page.Locator("img[src=x], [onerror]").CountAsync());
            Assert.Equal(0, await admin.Page.Locator("script:not([src])").CountAsync());
        }

        await admin.Page.GotoAsync($"/images/{id}");
        var page = await admin.Page.InnerTextAsync("main");
        Assert.True(page.Split(Hostile[..30]).Length > 4, "Title, description, tag and camera stand there as they are: " + page);
        admin.AssertQuiet();

        await admin.Page.ClickAsync(".who");
        await admin.Page.ClickAsync("text='Sign out'");
        await admin.Page.WaitForURLAsync("**/login");
        await admin.Page.GoBackAsync();
        await admin.Page.WaitForURLAsync("**/login**");
    }

    private static async Task SignInAsync(Visitor visitor, string name, string password)
    {
        await visitor.Page.FillAsync("[name=name]", name);
        await visitor.Page.FillAsync("[name=password]", password);
        await visitor.Page.ClickAsync("main button");
    }

    // By the page's own script, which has to send the token.
    private async Task<long> UploadAsync(Visitor visitor)
    {
        var path = Path.Combine(app.Scratch, "\"><img src=x onerror=alert(3)>.jpg");
        await File.WriteAllBytesAsync(path, TestJpeg.CreateUnique(new TestExif { Make = Hostile, Model = Hostile, Lens = Hostile }));
        await visitor.Page.GotoAsync("/upload");
        await visitor.Page.ClickAsync("summary");
        foreach (var field in new[] { "title", "tags", "project", "description" })
        {
            await visitor.Page.FillAsync($"[name={field}]", Hostile);
        }

        await visitor.Page.SetInputFilesAsync("#files", path);
        var link = visitor.Page.Locator(".transfer.indexed a");
        await link.WaitForAsync(new() { Timeout = (float)TimeSpan.FromMinutes(2).TotalMilliseconds });
        return long.Parse((await link.GetAttributeAsync("href"))!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task WriteHostileNamesAsync(Visitor visitor)
    {
        await visitor.Page.GotoAsync("/admin/people");
        await visitor.Page.FillAsync("section [name=name]", Hostile);
        await visitor.Page.FillAsync("section [name=password]", Password);
        await visitor.Page.ClickAsync("section button");
        await visitor.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "can sign in now" }).WaitForAsync();
        await visitor.Page.GotoAsync("/admin/keys");
        await visitor.Page.FillAsync("section [name=name]", Hostile);
        await visitor.Page.CheckAsync("[value=search]");
        await visitor.Page.ClickAsync("section button");
        Assert.StartsWith("psk_", await visitor.Page.InnerTextAsync(".secret"), StringComparison.Ordinal);

        // What a hostile bucket would bring: a source's name, a key and the reason why it was refused; and a caption of a model.
        await app.Database.ExecuteAsync($"""
            with s as (insert into sources (name, kind, root) values ($hostile${Hostile}$hostile$, 's3', 's3://x') returning id)
            insert into source_refusals (source_id, key, reason) select id, $hostile${Hostile}.jpg$hostile$, $hostile${Hostile}$hostile$ from s;
            update images set caption = $hostile${Hostile}$hostile$, caption_by = 'model'
            """);
    }
}
