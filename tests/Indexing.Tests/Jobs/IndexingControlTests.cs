using Photoseek.Indexing.Jobs;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Jobs;

public sealed class IndexingControlTests : LibraryTest
{
    private IndexingControl Control => App.Get<IndexingControl>();

    private IndexingMonitor Monitor => App.Get<IndexingMonitor>();

    [PostgresFact]
    public async Task While_paused_no_process_begins_anything()
    {
        await App.UploadAsync(TestJpeg.CreateUnique());
        await StartAnother().Get<IndexingControl>().PauseAsync(CancellationToken.None);

        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal((0, 1), (await CountAsync("image_vectors"), await CountAsync("pending_images where attempts = 0")));
        var overview = await Monitor.OverviewAsync(CancellationToken.None);
        Assert.True(overview.Paused);
        Assert.Null(overview.TimeLeft);

        await Control.ResumeAsync(CancellationToken.None);
        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal((1, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
    }

    [PostgresFact]
    public async Task All_are_embedded_anew_and_found_meanwhile()
    {
        await App.UploadAsync(TestJpeg.CreateUnique());
        await App.UploadAsync(TestJpeg.CreateUnique());
        await App.Worker.DrainAsync(CancellationToken.None);
        await Postgres.ExecuteAsync("update image_vectors set embedding = array_fill(0.5::real, array[vector_dims(embedding)])::halfvec");

        Assert.Equal(2, await Control.ReembedAsync(CancellationToken.None));
        Assert.Equal(new LibraryStatus(2, 2, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
        Assert.Equal(2, (await Monitor.OverviewAsync(CancellationToken.None)).Pending);
        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal(2, await CountAsync("image_vectors where abs(l2_norm(embedding) - 1) < 0.001"));
        Assert.Equal(0, await CountAsync("pending_images"));
    }

    [PostgresFact]
    public async Task What_was_embedded_since_it_was_asked_for_is_not_owed_again()
    {
        await App.UploadAsync(TestJpeg.CreateUnique());
        await App.UploadAsync(TestJpeg.CreateUnique());
        await App.Worker.DrainAsync(CancellationToken.None);
        await Postgres.ExecuteAsync("update image_vectors set created_at = now() - interval '1 hour' where image_id = (select min(image_id) from image_vectors)");

        var asked = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-30);
        Assert.Equal(1, await App.Get<LibraryJobs>().OweAsync(all: true, asked, null, CancellationToken.None));
        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal(0, await App.Get<LibraryJobs>().OweAsync(all: true, asked, null, CancellationToken.None));
    }

    [PostgresFact]
    public async Task What_has_no_vector_is_owed_one_unless_it_was_given_up()
    {
        await App.UploadAsync(TestJpeg.CreateUnique());
        var given = (await App.UploadAsync(TestJpeg.CreateUnique())).Id;
        await App.Worker.DrainAsync(CancellationToken.None);
        await Postgres.ExecuteAsync($"""
            delete from image_vectors;
            insert into pending_images (generation_id, image_id, state, reason) select id, {given}, 'ignored', 'broken' from model_generations;
            """);

        Assert.Equal(1, await Control.IndexMissingAsync(CancellationToken.None));
        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal(new LibraryStatus(2, 1, 0, 0, "demo-world", 1), await App.Library.StatusAsync(CancellationToken.None));
    }

    [PostgresFact]
    public async Task Failures_are_grouped_by_their_reason_without_its_numbers_and_steered_by_it()
    {
        await FailAsync("The file has 31,230 bytes.", "The file has 1,231 bytes.", "The file is gone.");

        var groups = await Monitor.FailuresAsync(CancellationToken.None);
        Assert.Equal([("The file has … bytes.", 2L), ("The file is gone.", 1L)], groups.Select(static g => (g.Reason, g.Count)));
        Assert.Equal(["The file has 1,231 bytes.", "The file has 31,230 bytes."], groups[0].Examples.Select(static e => e.Reason).Order());
        Assert.All(groups.SelectMany(static g => g.Examples), static e => Assert.False(e.HasThumbnail));

        Assert.Equal(2, await Control.IgnoreAsync(new Failures(Reason: groups[0].Reason), CancellationToken.None));
        Assert.Equal(1, await Control.RetryAsync(Failures.All, CancellationToken.None));
        Assert.Equal([("ignored", 2L)], (await Monitor.FailuresAsync(CancellationToken.None)).Select(static g => (g.State, g.Count)));
        Assert.Equal(1, await Control.RetryAsync(new Failures(Image: groups[0].Examples[0].Id), CancellationToken.None));
        Assert.Equal((2, 1), (await CountAsync("pending_images where state = 'pending' and attempts = 0"), await CountAsync("pending_images where state = 'ignored'")));
    }

    [PostgresFact]
    public async Task Finished_pictures_are_counted_by_the_minute_over_all_processes()
    {
        for (var i = 0; i < 6; i++)
        {
            await App.UploadAsync(TestJpeg.CreateUnique());
        }

        await Task.WhenAll(App.Worker.DrainAsync(CancellationToken.None), StartAnother().Worker.DrainAsync(CancellationToken.None));

        Assert.Equal(6, (await Monitor.MinutesAsync(TimeSpan.FromHours(1), CancellationToken.None)).Sum(static m => m.Finished));
        var overview = await Monitor.OverviewAsync(CancellationToken.None);
        Assert.InRange(overview.PerSecond, 0.001, 6);
        Assert.Equal((6, 6L, 0L), (overview.Images, overview.Serving?.Indexed, overview.Pending));
    }

    [PostgresFact]
    public async Task Sources_count_objects_by_the_state_of_their_content()
    {
        var same = TestJpeg.CreateUnique();
        Write("a.jpg", same);
        Write("b.jpg", same);
        Write("gone.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        File.Delete(Path.Combine(Photos, "gone.jpg"));
        await App.Worker.DrainAsync(CancellationToken.None);
        await App.UploadAsync(TestJpeg.CreateUnique());

        var sources = await Monitor.SourcesAsync(CancellationToken.None);

        Assert.Equal([new SourceCounts("photos", "folder", 3, 2, 0, 1, 0), new SourceCounts("uploads", "store", 1, 0, 1, 0, 0)], sources);
    }

    [PostgresFact]
    public async Task The_manifest_has_a_line_for_each_object()
    {
        var same = TestJpeg.CreateUnique();
        Write("a.jpg", same);
        Write("b.jpg", same);
        await App.ImportAsync(Photos);
        await App.Worker.DrainAsync(CancellationToken.None);
        await App.UploadAsync(TestJpeg.CreateUnique());

        var lines = new List<ManifestLine>();
        await foreach (var line in Monitor.ManifestAsync(CancellationToken.None))
        {
            lines.Add(line);
        }

        Assert.Equal(
            [("photos", "a.jpg", "indexed", "demo-world"), ("photos", "b.jpg", "indexed", "demo-world"), ("uploads", lines[^1].Key, "pending", null)],
            lines.Select(static l => (l.Source, l.Key, l.State, l.Model)));
        Assert.Equal([true, true, false], lines.Select(static l => l.Time is not null));
        Assert.Equal(lines[0].Sha256, lines[1].Sha256);
    }

    private async Task FailAsync(params string[] reasons)
    {
        var generation = await App.ServeAsync();
        foreach (var reason in reasons)
        {
            await App.UploadAsync(TestJpeg.CreateUnique());
            var claim = (await App.Pending.ClaimAsync(generation, 1, suspects: false, CancellationToken.None))[0];
            await App.Pending.FailAsync(generation, claim, reason, CancellationToken.None);
        }
    }
}
