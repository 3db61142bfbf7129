using System.Diagnostics.CodeAnalysis;
using Photoseek.Indexing;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit calls DisposeAsync.")]
public sealed class ConfiguredModelTests : IAsyncLifetime
{
    private const string Known = "ViT-B-32__laion2b-s34b-b79k";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestPostgres _postgres = new();
    private readonly TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Directory.CreateDirectory(_folder.Path("photos"));
        foreach (var photo in Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Order(StringComparer.Ordinal).Take(20))
        {
            File.Copy(photo, _folder.Path("photos", Path.GetFileName(photo)));
        }
    }

    public async Task DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task The_first_start_serves_the_configured_model_at_once()
    {
        await using var app = Start("crop", TestBundles.AddCrop);

        await app.OpenAsync();

        Assert.Equal("crop", await app.ServingAsync());
        Assert.Single(await app.Generations.ListAsync(None));
    }

    [PostgresFact]
    public async Task Another_configured_model_is_built_beside_the_one_that_serves()
    {
        await FillAsync("demo-world");
        await using var app = Start("crop", TestBundles.AddCrop);
        await app.OpenAsync();

        Assert.Equal(["demo-world"], app.LoadedModels);
        Assert.Equal("demo-world", await app.ServingAsync());
        Assert.Equal(20, (await app.StatusAsync("crop")).Pending);
        Assert.NotEmpty(await app.SearchAsync("boats"));
        app.Work();
        await app.EventuallyServingAsync("crop");
    }

    [PostgresFact]
    public async Task A_start_does_not_undo_what_was_chosen_since_the_configuration_was_written()
    {
        await FillAsync("demo-world");
        await using (var app = Start("crop", TestBundles.AddCrop))
        {
            await app.OpenAsync();
            await app.DrainAsync();
            Assert.Equal("crop", await app.ServingAsync());
            Assert.Equal(RollBackOutcome.RolledBack, await app.Generations.RollBackAsync(None));
        }

        await using (var again = Start("crop"))
        {
            await again.OpenAsync();
            await again.DrainAsync();
            Assert.Equal("demo-world", await again.ServingAsync());
        }

        // What is written anew counts again.
        await FillAsync("demo-world");
        await FillAsync("crop");
        await using var last = Start("crop");
        Assert.Equal("crop", await last.ServingAsync());
    }

    [PostgresFact]
    public async Task The_command_line_with_its_default_changes_nothing()
    {
        await using (var server = Start("crop", TestBundles.AddCrop))
        {
            await server.OpenAsync();
        }

        await using var guest = Start("demo-world");
        await guest.ImportAsync(_folder.Path("photos"));
        await guest.DrainAsync();

        Assert.Equal("crop", await guest.ServingAsync());
        Assert.Equal(20, (await guest.StatusAsync("crop")).Indexed);
        Assert.Single(await guest.Generations.ListAsync(None));
    }

    [PostgresFact]
    public async Task When_the_bundle_that_serves_is_gone_the_configured_one_serves_and_finds_more_and_more()
    {
        await FillAsync("crop", TestBundles.AddCrop);
        Directory.Delete(_folder.Path("data", "models", "crop"), recursive: true);
        await using var app = Start("demo-world");

        await app.OpenAsync();
        Assert.Equal("demo-world", await app.ServingAsync());
        Assert.Empty(await app.SearchAsync("boats"));
        await app.DrainAsync();

        Assert.NotEmpty(await app.SearchAsync("boats"));
        Assert.Equal(RollBackOutcome.ModelMissing, await app.Generations.RollBackAsync(None));
    }

    [PostgresFact]
    public async Task A_known_model_that_arrives_while_the_app_runs_takes_over_by_itself()
    {
        await FillAsync("demo-world");
        await using var app = Start(Known);
        await app.OpenAsync();
        app.Work();
        await app.Generations.StartConfiguredAsync(None);
        Assert.Single(await app.Generations.ListAsync(None));

        TestBundles.AddCrop(app.Models, Known);
        await app.Generations.StartConfiguredAsync(None);

        await app.EventuallyServingAsync(Known);
        Assert.NotEmpty(await app.SearchAsync("boats"));
    }

    [PostgresFact]
    public async Task The_same_bundle_under_another_name_is_not_embedded_again()
    {
        await FillAsync("crop", TestBundles.AddCrop);
        await FillAsync("copy", TestBundles.AddCrop);

        await using var app = Start("copy");
        Assert.Equal(20, Assert.Single(await app.Generations.ListAsync(None)).Indexed);
    }

    private async Task FillAsync(string model, Action<string, string>? addBundle = null)
    {
        await using var app = Start(model, addBundle);
        await app.OpenAsync();
        await app.ImportAsync(_folder.Path("photos"));
        await app.DrainAsync();
    }

    private LibraryProcess Start(string configured, Action<string, string>? addBundle = null)
    {
        var process = new LibraryProcess(_postgres, _folder.Path("data"), configured);
        addBundle?.Invoke(process.Models, configured);
        return process;
    }
}
