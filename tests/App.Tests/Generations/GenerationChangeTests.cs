using System.Diagnostics.CodeAnalysis;
using Photoseek.Indexing;
using Photoseek.Search;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Generations;

[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit calls DisposeAsync.")]
public sealed class GenerationChangeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Photos = 24;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestPostgres _postgres = new();
    private readonly TempFolder _folder = new();
    private readonly List<LibraryProcess> _processes = [];

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task A_change_of_the_model_and_going_back_are_not_felt_by_searches()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddCrop(app.Models, "crop");
        TestBundles.AddTiny(app.Models, "tiny");
        app.Work();
        var load = new SearchLoad(async text => (await app.SearchAsync(text)).Length);
        await load.MoreAsync(20);

        Assert.Equal(StartOutcome.Started, await app.Generations.StartAsync("crop", None));
        await app.EventuallyServingAsync("crop");
        await load.MoreAsync(50);
        Assert.Equal(RollBackOutcome.RolledBack, await app.Generations.RollBackAsync(None));
        await load.MoreAsync(50);
        Assert.Equal("demo-world", await app.ServingAsync());

        // And to a model of another width.
        Assert.Equal(StartOutcome.Started, await app.Generations.StartAsync("tiny", None));
        await app.EventuallyServingAsync("tiny");
        await load.MoreAsync(50);

        await load.EndWellAsync();
        output.WriteLine($"{load.Count} searches during two changes and one way back: 0 failed, 0 empty");
        Assert.Equal((Photos, 0, 0), await CountsAsync(app, "crop"));
        Assert.Equal((Photos, 0, 0), await CountsAsync(app, "tiny"));
        Assert.True(await _postgres.ScalarAsync<bool>("select generation_is_indexed(id) from model_generations where model = 'tiny'"));
    }

    [PostgresFact]
    public async Task A_model_that_nobody_needs_any_more_is_unloaded()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddCrop(app.Models, "crop");
        app.Work();
        await app.Generations.StartAsync("crop", None);
        await app.EventuallyServingAsync("crop");

        await app.SearchAsync("boats");

        await Eventually.TrueAsync(() => Task.FromResult(app.LoadedModels is ["crop"]), TimeSpan.FromMinutes(1), () => Task.FromResult(string.Join(' ', app.LoadedModels)));
    }

    [PostgresFact]
    public async Task Going_back_finds_what_was_found_before()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddTiny(app.Models, "tiny");
        var before = await app.SearchAsync("boats at night");

        await app.Generations.StartAsync("tiny", None);
        await app.DrainAsync();
        var between = await app.SearchAsync("boats at night");
        await app.Generations.RollBackAsync(None);

        Assert.Equal(before, await app.SearchAsync("boats at night"));
        Assert.NotEqual(before, between);
        await app.Generations.RollBackAsync(None);
        Assert.Equal(between, await app.SearchAsync("boats at night"));
    }

    [PostgresFact]
    public async Task A_dropped_generation_leaves_nothing_behind()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddTiny(app.Models, "tiny");
        await app.Generations.StartAsync("tiny", None);
        await app.DrainAsync();
        var (old, current) = ((await app.StatusAsync("demo-world")).Id, (await app.StatusAsync("tiny")).Id);

        Assert.Equal(DropOutcome.Serving, await app.Generations.DropAsync(current, None));
        Assert.Equal(DropOutcome.Unknown, await app.Generations.DropAsync(99, None));
        Assert.Equal(DropOutcome.Dropped, await app.Generations.DropAsync(old, None));

        Assert.Equal(0, await _postgres.ScalarAsync<long>($"select count(*) from pg_class where relname like 'image_vectors_{old}%'"));
        Assert.Equal(0, await _postgres.ScalarAsync<long>($"select count(*) from pending_images where generation_id = {old}"));
        Assert.Equal(RollBackOutcome.NothingBefore, await app.Generations.RollBackAsync(None));
        Assert.NotEmpty(await app.SearchAsync("boats"));
    }

    [PostgresFact]
    public async Task A_generation_given_up_while_it_is_built_disturbs_nobody()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddTiny(app.Models, "tiny");
        TestBundles.AddCrop(app.Models, "crop");
        await app.Generations.StartAsync("tiny", None);

        Assert.Equal(StartOutcome.AlreadyBuilding, await app.Generations.StartAsync("tiny", None));
        Assert.Equal(StartOutcome.AnotherIsBuilding, await app.Generations.StartAsync("crop", None));
        Assert.Equal(StartOutcome.AlreadyServing, await app.Generations.StartAsync("demo-world", None));
        Assert.Equal(DropOutcome.Dropped, await app.Generations.DropAsync((await app.StatusAsync("tiny")).Id, None));
        app.Work();
        var id = await app.UploadAsync(TestJpeg.CreateUnique());

        await EventuallyFoundAsync(app, id);
        Assert.Equal("demo-world", await app.ServingAsync());
    }

    [PostgresFact]
    public async Task A_picture_that_comes_while_the_next_is_built_is_found_at_once_and_afterwards()
    {
        // One process has the next model but does not work yet; the other works, and does not have it.
        var other = await WithPhotosAsync(models: "none");
        var app = Start();
        TestBundles.AddCrop(app.Models, "crop");
        await app.OpenAsync();
        await app.Generations.StartAsync("crop", None);
        other.Work();

        var id = await app.UploadAsync(TestJpeg.CreateUnique());
        await EventuallyFoundAsync(app, id);
        await EventuallyFoundAsync(other, id);
        Assert.Equal("demo-world", await app.ServingAsync());
        Assert.Equal((0, Photos + 1, 0), await CountsAsync(app, "crop"));

        app.Work();
        await app.EventuallyServingAsync("crop");

        await EventuallyFoundAsync(app, id);
        Assert.Equal((Photos + 1, 0, 0), await CountsAsync(app, "crop"));
        var without = await other.FindAsync(new SearchRequest { Text = "boats" });
        Assert.Equal([SearchLeg.Vectors], without.LeftOut.Select(static left => left.Leg));
    }

    [PostgresFact]
    public async Task Two_processes_build_together_and_go_over_together()
    {
        var one = await WithPhotosAsync();
        TestBundles.AddCrop(one.Models, "crop");
        var two = Start();
        await two.OpenAsync();
        one.Work();
        two.Work();
        var loads = new[] { one, two }.Select(app => new SearchLoad(async text => (await app.SearchAsync(text)).Length)).ToList();

        await one.Generations.StartAsync("crop", None);
        await one.EventuallyServingAsync("crop");
        foreach (var load in loads)
        {
            await load.MoreAsync(30);
            await load.EndWellAsync();
        }

        Assert.Equal((Photos, 0, 0), await CountsAsync(one, "crop"));
        Assert.Equal("retired,serving", await _postgres.ScalarAsync<string>("select string_agg(state, ',' order by id) from model_generations"));
    }

    [PostgresFact]
    public async Task Of_many_who_flip_exactly_one_does()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddCrop(app.Models, "crop");
        await app.Generations.StartAsync("crop", None);
        var id = (await app.StatusAsync("crop")).Id;
        Assert.Equal(FlipOutcome.NotComplete, await app.Generations.FlipAsync(id, None));
        await app.DrainAsync();
        await app.Generations.RollBackAsync(None);
        Assert.Equal(FlipOutcome.Retired, await app.Generations.FlipAsync(id, None));
        Assert.Equal(FlipOutcome.Unknown, await app.Generations.FlipAsync(99, None));
        await app.Generations.StartAsync("crop", None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => app.Generations.FlipAsync(id, None))));

        Assert.Single(outcomes, FlipOutcome.Flipped);
        Assert.Equal(7, outcomes.Count(o => o == FlipOutcome.AlreadyServing));
    }

    [PostgresFact]
    public async Task A_model_that_fails_for_the_pictures_does_not_take_over()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddCrop(app.Models, "crop");
        await app.Generations.StartAsync("crop", None);
        var id = (await app.StatusAsync("crop")).Id;
        await app.Generations.FlipAsync(id, None);
        await _postgres.ExecuteAsync($"update pending_images set state = 'failed', reason = 'No usable vector.' where generation_id = {id}");

        await app.DrainAsync();
        Assert.Equal("demo-world", await app.ServingAsync());
        Assert.Equal((0, 0, Photos), await CountsAsync(app, "crop"));
        Assert.Equal(FlipOutcome.TooManyFailed, await app.Generations.FlipAsync(id, None));

        // Some of them: a person may decide so, the app does not.
        await _postgres.ExecuteAsync($"update pending_images set state = 'pending', reason = null where generation_id = {id} and image_id > 3");
        await app.DrainAsync();
        Assert.Equal("demo-world", await app.ServingAsync());
        Assert.Equal(FlipOutcome.Flipped, await app.Generations.FlipAsync(id, None));
        Assert.Equal((Photos - 3, 0, 3), await CountsAsync(app, "crop"));
    }

    [PostgresFact]
    public async Task An_index_whose_build_was_broken_off_is_built_anew()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddCrop(app.Models, "crop");
        await app.Generations.StartAsync("crop", None);
        var id = (await app.StatusAsync("crop")).Id;
        await _postgres.ExecuteAsync($"create index image_vectors_{id}_hnsw on image_vectors_{id} using hnsw ((embedding::halfvec(512)) halfvec_cosine_ops)");
        await _postgres.ExecuteAsync($"update pg_index set indisvalid = false where indexrelid = 'image_vectors_{id}_hnsw'::regclass");

        await app.DrainAsync();

        Assert.Equal("crop", await app.ServingAsync());
        Assert.True(await _postgres.ScalarAsync<bool>($"select generation_is_indexed({id})"));
    }

    [PostgresFact]
    public async Task A_broken_or_unknown_bundle_disturbs_nobody()
    {
        var app = await WithPhotosAsync();
        TestBundles.AddBroken(app.Models, "broken");

        Assert.Equal(StartOutcome.BrokenModel, await app.Generations.StartAsync("broken", None));
        Assert.Equal(StartOutcome.UnknownModel, await app.Generations.StartAsync("nowhere", None));
        var configured = Start("broken");
        await configured.OpenAsync();

        Assert.NotEmpty(await configured.SearchAsync("boats"));
        Assert.Single(await configured.Generations.ListAsync(None));
    }

    private async Task<LibraryProcess> WithPhotosAsync(string models = "models")
    {
        foreach (var photo in Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Order(StringComparer.Ordinal).Take(Photos))
        {
            Directory.CreateDirectory(_folder.Path("photos"));
            File.Copy(photo, _folder.Path("photos", Path.GetFileName(photo)));
        }

        var app = Start(models: models);
        await app.OpenAsync();
        await app.ImportAsync(_folder.Path("photos"));
        await app.DrainAsync();
        Assert.Equal((Photos, 0, 0), await CountsAsync(app, "demo-world"));
        return app;
    }

    private LibraryProcess Start(string? configured = null, string models = "models")
    {
        var process = new LibraryProcess(_postgres, _folder.Path("data"), configured, models);
        _processes.Add(process);
        return process;
    }

    private static async Task<(long Indexed, long Pending, long Failed)> CountsAsync(LibraryProcess app, string model)
    {
        var status = await app.StatusAsync(model);
        return (status.Indexed, status.Pending, status.Failed);
    }

    private static Task EventuallyFoundAsync(LibraryProcess app, long id) => Eventually.TrueAsync(
        async () => (await app.SearchAsync("a gradient", 100)).Contains(id),
        TimeSpan.FromMinutes(1),
        async () => string.Join('\n', await app.Generations.ListAsync(None)));
}
