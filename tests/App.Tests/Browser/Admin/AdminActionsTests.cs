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

        await visitor.Page.GotoAsync("/admin");
        await ClickAsync(visitor, "Roll back", "The generation before is served again.");
        await UntilAsync(() => CountAsync("model_generations where state = 'serving' and model = 'demo-world'"), 1);
        await ClickAsync(visitor, $"Drop {HubModel.Name}", "The generation is gone, with its vectors.");
        await UntilAsync(() => CountAsync("model_generations"), 1);

        await visitor.Page.GotoAsync("/admin");
        await visitor.Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync(HubModel.Name);
        await ClickAsync(visitor, "Start", "The generation is being built");
        await UntilAsync(() => CountAsync($"model_generations where state = 'serving' and model = '{HubModel.Name}'"), 1);
        visitor.AssertQuiet();
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

    private async Task<Visitor> OpenAsync()
    {
        var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/admin");
        return visitor;
    }

    private static Task UntilAsync(Func<Task<long>> count, long wanted) => Eventually.TrueAsync(
        async () => await count() >= wanted, TimeSpan.FromMinutes(1), async () => $"{await count()} instead of {wanted}");

    private Task<long> SucceededAsync(string source) => CountAsync($"job_runs where subject = '{source}' and state = 'succeeded'");

    private Task<long> CountAsync(string from) => app.Database.ScalarAsync<long>($"select count(*) from {from}");
}
