using Microsoft.Playwright;
using Photoseek.App.Tests.Generations;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser.Admin;

/// <summary>What a person can ask for on the admin page, asked for by its buttons.</summary>
public sealed class AdminActionsTests(SteeredApp app) : IClassFixture<SteeredApp>
{
    [BrowserFact]
    public async Task Sources_are_looked_through_one_by_one_or_all_and_their_schedules_are_told()
    {
        await File.WriteAllBytesAsync(Path.Combine(app.Folder("holiday"), "a.jpg"), TestJpeg.CreateUnique());
        await File.WriteAllBytesAsync(Path.Combine(app.Folder("work"), "b.jpg"), TestJpeg.CreateUnique());
        await using var visitor = await OpenAsync();
        Assert.Contains("Sources__0__Schedule is 0 3 * * *", await visitor.Page.Locator(".schedules li").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("looked through when asked", await visitor.Page.Locator(".schedules li").Last.InnerTextAsync(), StringComparison.Ordinal);

        await ClickAsync(visitor, "Sync Holiday now", "The source is being looked through.");
        await UntilAsync(() => SucceededAsync("Holiday"), 1);
        Assert.Equal(0, await SucceededAsync("Work"));
        await ClickAsync(visitor, "Sync all now", "All sources are being looked through.");
        await UntilAsync(() => SucceededAsync("Work"), 1);
        await UntilAsync(() => SucceededAsync("Holiday"), 2);

        await visitor.Page.Locator(".run", new() { HasText = "sync of Work" }).GetByText("succeeded", new() { Exact = true }).First.WaitForAsync();
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_model_is_installed_cancelled_installed_again_served_left_and_dropped()
    {
        app.Model.Hub.StallInsteadOfCutting = true;
        app.Model.Hub.Cuts.Enqueue(100);
        await using var visitor = await OpenAsync();
        await InstallAsync(visitor);
        await ClickAsync(visitor, $"Cancel install-model {HubModel.Name}", "It stops within seconds.");
        await UntilAsync(() => CountAsync("job_runs where kind = 'install-model' and state = 'cancelled'"), 1);
        await visitor.Page.Locator(".run .tag.cancelled").WaitForAsync();

        await ClickAsync(visitor, "Pause", "Indexing is paused");
        await File.WriteAllBytesAsync(Path.Combine(app.Folder("work"), "c.jpg"), TestJpeg.CreateUnique());
        await ClickAsync(visitor, "Sync Work now", "The source is being looked through.");
        await InstallAsync(visitor);
        await ClickAsync(visitor, $"Serve {HubModel.Name} now", "It is not complete yet");
        await ClickAsync(visitor, "Resume", "Indexing goes on.");
        await UntilAsync(() => CountAsync($"model_generations where state = 'serving' and model = '{HubModel.Name}'"), 1);

        // What the page knows may be a second old.
        await Eventually.TrueAsync(
            async () =>
            {
                await visitor.Page.GotoAsync("/admin");
                return await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Roll back", Exact = true }).CountAsync() > 0;
            },
            TimeSpan.FromMinutes(1),
            "there was nothing to roll back to");
        await ClickAsync(visitor, "Roll back", "The generation before is served again.");
        await UntilAsync(() => CountAsync("model_generations where state = 'serving' and model = 'demo-world'"), 1);
        await visitor.Page.GetByLabel($"Drop {HubModel.Name}", new() { Exact = true }).ClickAsync();
        Assert.Equal(2, await CountAsync("model_generations"));
        await ClickAsync(visitor, $"Yes, drop {HubModel.Name}", "The generation is gone, with its vectors.");
        await UntilAsync(() => CountAsync("model_generations"), 1);

        await visitor.Page.GotoAsync("/admin");
        await visitor.Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync(HubModel.Name);
        await ClickAsync(visitor, "Start", "The generation is being built");
        await UntilAsync(() => CountAsync($"model_generations where state = 'serving' and model = '{HubModel.Name}'"), 1);
        visitor.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_removal_is_asked_about_twice_and_then_hides_what_is_gone(bool script)
    {
        var folder = app.Folder("holiday");
        var left = Path.Combine(folder, $"left-{script}.jpg");
        await File.WriteAllBytesAsync(left, TestJpeg.CreateUnique());
        for (var i = 0; i < 12; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"going-{script}-{i}.jpg"), TestJpeg.CreateUnique());
        }

        await using var visitor = await OpenAsync(script);
        await ClickAsync(visitor, "Sync Holiday now", "The source is being looked through.");
        await UntilAsync(() => CountAsync($"image_objects where key like 'going-{script}-%' and gone_at is null"), 12);
        foreach (var going in Directory.GetFiles(folder, $"going-{script}-*"))
        {
            File.Delete(going);
        }

        await ClickAsync(visitor, "Sync Holiday now", "The source is being looked through.");
        await UntilAsync(() => CountAsync("source_removals"), 1);
        var known = await CountAsync("image_objects o join sources s on s.id = o.source_id where s.name = 'Holiday' and o.gone_at is null");
        await Eventually.TrueAsync(
            async () =>
            {
                await visitor.Page.GotoAsync("/admin");
                return await visitor.Page.Locator(".held", new() { HasText = $"12 of {known} pictures are gone from Holiday" }).CountAsync() > 0;
            },
            TimeSpan.FromMinutes(1),
            "the removal is not shown");
        Assert.False(await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, hide 12 pictures" }).IsVisibleAsync());

        await visitor.Page.GetByLabel("Hide what is gone from Holiday").ClickAsync();
        Assert.Contains("deleted after 7 days", await visitor.Page.Locator(".held").InnerTextAsync(), StringComparison.Ordinal);
        await ClickAsync(visitor, "Yes, hide 12 pictures", "12 pictures may go");

        await UntilAsync(() => CountAsync($"image_objects where key like 'going-{script}-%' and gone_at is not null"), 12);
        Assert.Equal(1, await CountAsync($"image_objects where key = 'left-{script}.jpg' and gone_at is null"));
        await UntilAsync(() => CountAsync("job_runs where message like '%, 12 removed.%'"), 1);
        await Eventually.TrueAsync(async () => await CountAsync("source_removals") == 0, TimeSpan.FromMinutes(1), "the question stays");
        visitor.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_schedule_is_set_refused_and_as_configured_again(bool script)
    {
        await using var visitor = await OpenAsync(script);
        var line = visitor.Page.Locator(".schedules li").First;
        await FillAsync(visitor, "every full moon");
        await visitor.Page.GetByRole(AriaRole.Alert).GetByText("\"every full moon\" is neither an interval").WaitForAsync();

        await FillAsync(visitor, " 0 4 * * * ");
        await visitor.Page.Locator(".done", new() { HasText = "The schedule is set." }).WaitForAsync();
        Assert.Contains("set here to 0 4 * * *; Sources__0__Schedule is 0 3 * * *", await line.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("0 4 * * *", await app.Database.ScalarAsync<string>("select description from qrtz_triggers where trigger_name = 'Holiday'"));

        await FillAsync(visitor, "");
        await visitor.Page.Locator(".done", new() { HasText = "The schedule is set." }).WaitForAsync();
        await line.GetByText("looked through when asked").WaitForAsync();
        Assert.Equal(0, await CountAsync("qrtz_triggers where trigger_name = 'Holiday'"));

        await visitor.Page.GetByLabel("Change the schedule of Holiday").ClickAsync();
        await ClickAsync(visitor, "Look through Holiday as configured", "as it is configured");
        Assert.Contains("(Sources__0__Schedule is 0 3 * * *)", await line.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("0 3 * * *", await app.Database.ScalarAsync<string>("select description from qrtz_triggers where trigger_name = 'Holiday'"));
        visitor.AssertQuiet();
    }

    private static async Task FillAsync(Visitor visitor, string schedule)
    {
        await visitor.Page.GetByLabel("Change the schedule of Holiday").ClickAsync();
        await visitor.Page.GetByLabel("When Holiday is looked through").FillAsync(schedule);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Set the schedule of Holiday" }).ClickAsync();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refused_files_stand_under_their_source_and_reason_and_are_listed_page_by_page(bool script)
    {
        var name = $"Picky {script}";
        await app.Database.ExecuteAsync($"""
            insert into sources (name, kind, root) values ('{name}', 'folder', '/picky-{script}');
            insert into source_refusals (source_id, key, reason)
            select s.id, format('trip/%s <b>.jpg', to_char(i, 'FM000')), case when i = 1 then 'It is no picture.' else format('It ends after %s bytes.', i) end
            from sources s, generate_series(1, 131) i where s.name = '{name}'
            """);
        await using var visitor = await app.VisitAsync(script);
        var group = visitor.Page.Locator(".refusal", new() { HasText = "It ends after … bytes." }).Filter(new() { HasText = name });
        await Eventually.TrueAsync(
            async () =>
            {
                await visitor.Page.GotoAsync("/admin");
                return await group.CountAsync() == 1;
            },
            TimeSpan.FromMinutes(1),
            "they are not shown as one group");
        Assert.Equal("130", await group.Locator(".count").InnerTextAsync());
        Assert.Equal(["trip/002 <b>.jpg", "trip/003 <b>.jpg", "trip/004 <b>.jpg"], await group.Locator(".key").AllInnerTextsAsync());

        await group.GetByRole(AriaRole.Link).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = $"Refused files of {name}" }).WaitForAsync();
        Assert.Equal((100, "trip/002 <b>.jpg"), await ListedAsync(visitor));
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "More" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(static url => url.Contains("after=", StringComparison.Ordinal));
        Assert.Equal((30, "trip/102 <b>.jpg"), await ListedAsync(visitor));
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "All reasons" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(static url => !url.Contains("reason=", StringComparison.Ordinal));
        Assert.Equal((100, "trip/001 <b>.jpg"), await ListedAsync(visitor));
        visitor.AssertQuiet();

        await visitor.Page.GotoAsync("/admin/refused?source=nobody");
        await visitor.Page.GetByText("404").WaitForAsync();
    }

    private static async Task<(int Count, string First)> ListedAsync(Visitor visitor)
    {
        var keys = await visitor.Page.Locator(".refused-files .key").AllInnerTextsAsync();
        return (keys.Count, keys[0]);
    }

    private static async Task InstallAsync(Visitor visitor)
    {
        await visitor.Page.GetByLabel("Model to install").SelectOptionAsync(HubModel.Name);
        await visitor.Page.GetByLabel("embed the library with it then").CheckAsync();
        await ClickAsync(visitor, "Install", "The model is being installed");
    }

    // The button may only come with what is fetched while the page is looked at.
    private static async Task ClickAsync(Visitor visitor, string button, string answer)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await visitor.Page.Locator(".done", new() { HasText = answer }).WaitForAsync();
    }

    private async Task<Visitor> OpenAsync(bool script = true)
    {
        var visitor = await app.VisitAsync(script);
        await visitor.Page.GotoAsync("/admin");
        return visitor;
    }

    private static Task UntilAsync(Func<Task<long>> count, long wanted) => Eventually.TrueAsync(
        async () => await count() >= wanted, TimeSpan.FromMinutes(1), async () => $"{await count()} instead of {wanted}");

    private Task<long> SucceededAsync(string source) => CountAsync($"job_runs where subject = '{source}' and state = 'succeeded'");

    private Task<long> CountAsync(string from) => app.Database.ScalarAsync<long>($"select count(*) from {from}");
}
