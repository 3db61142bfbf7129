using System.Security.Cryptography;
using Npgsql;
using Photoseek.Indexing.Pending;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class WorkerTests : LibraryTest
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [PostgresFact]
    public async Task Real_pictures_are_indexed_and_each_is_nearest_to_itself()
    {
        DemoPhotos(20);
        Assert.Equal(20, (await App.ImportAsync(Photos)).Accepted);

        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal(new LibraryStatus(20, 20, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
        Assert.Equal((20, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
        Assert.Equal(0, await CountAsync("image_vectors where abs(l2_norm(embedding) - 1) > 0.001"));
        await AssertEachIsNearestToItselfAsync();
        Assert.Equal(20, Stored().Count(static f => f.EndsWith("-480.webp", StringComparison.Ordinal)));
    }

    [PostgresFact]
    public async Task One_upload_is_indexed_while_the_worker_runs()
    {
        using var stop = new CancellationTokenSource();
        var running = App.Worker.RunAsync(stop.Token);

        var upload = await App.UploadAsync(TestJpeg.CreateUnique(new TestExif { Make = "Acme", TakenAt = new DateTime(2020, 5, 17, 12, 30, 0, DateTimeKind.Unspecified) }));
        await UntilIndexedAsync(1);
        await stop.CancelAsync();
        await running;

        var details = await App.FindAsync(upload.Id);
        Assert.Equal(("indexed", "Acme", new DateTime(2020, 5, 17, 12, 30, 0, DateTimeKind.Unspecified)), (details.State, details.CameraMake, details.TakenAt));
        Assert.Null(details.Reason);
    }

    [PostgresFact]
    public async Task A_picture_whose_file_is_gone_or_another_fails_with_its_reason_and_the_others_do_not()
    {
        var gone = Write("gone.jpg", TestJpeg.CreateUnique());
        var other = Write("other.jpg", TestJpeg.Create("one"));
        Write("cut.jpg", [.. (await File.ReadAllBytesAsync(DemoPhoto(0))).SkipLast(3000)]);
        Write("good.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        File.Delete(gone);
        await File.WriteAllBytesAsync(other, TestJpeg.Create("two"));

        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal(new LibraryStatus(4, 1, 0, 3, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
        var failed = (await App.Library.UnfinishedAsync(10, CancellationToken.None)).ToDictionary(static p => p.Key);
        Assert.All(failed.Values, static p => Assert.Equal("failed", p.State));
        Assert.Equal("The file is gone.", failed["gone.jpg"].Reason);
        Assert.Equal("The file has changed since it was taken in.", failed["other.jpg"].Reason);
        Assert.False(string.IsNullOrWhiteSpace(failed["cut.jpg"].Reason));
    }

    [PostgresFact]
    public async Task Pictures_of_a_folder_that_is_away_wait_for_it()
    {
        Write("a.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        Directory.Move(Photos, Photos + "-unmounted");

        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal(1, await CountAsync("pending_images where state = 'pending' and attempts = 0 and reason like 'The folder%'"));

        Directory.Move(Photos + "-unmounted", Photos);
        await Postgres.ExecuteAsync("update pending_images set due_at = now()");
        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal(1, await CountAsync("image_vectors"));
    }

    [PostgresFact]
    public async Task A_thumbnail_that_cannot_be_written_fails_no_picture()
    {
        Write("a.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        await File.WriteAllTextAsync(Path.Combine(Store, "thumbnails"), "in the way");

        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal(new LibraryStatus(1, 1, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
    }

    [PostgresFact]
    public async Task A_worker_that_is_stopped_midway_hands_back_and_the_next_goes_on()
    {
        DemoPhotos(60);
        await App.ImportAsync(Photos);
        using var stop = new CancellationTokenSource();
        var running = App.Worker.RunAsync(stop.Token);
        await UntilIndexedAsync(1);
        await stop.CancelAsync();
        await running;

        var done = await CountAsync("image_vectors");
        Assert.InRange(done, 1, 59);
        Assert.Equal((60 - done, 0), (await CountAsync("pending_images where attempts = 0"), await CountAsync("pending_images where lease is not null")));

        await StartAnother().Worker.DrainAsync(CancellationToken.None);
        Assert.Equal((60, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
    }

    [PostgresFact]
    public async Task What_a_dead_worker_held_is_done_when_its_lease_has_ended()
    {
        DemoPhotos(10);
        await App.ImportAsync(Photos);
        var generation = await App.ServeAsync();
        await App.Pending.ClaimAsync(generation, 6, suspects: false, CancellationToken.None);

        await StartAnother().Worker.DrainAsync(CancellationToken.None);
        Assert.Equal((4, 6), (await CountAsync("image_vectors"), await CountAsync("pending_images where leased_until > now()")));

        await Postgres.ExecuteAsync("update pending_images set leased_until = now()");
        await StartAnother().Worker.DrainAsync(CancellationToken.None);
        Assert.Equal((10, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
    }

    [PostgresFact]
    public async Task A_picture_that_has_ended_processes_before_goes_through_alone()
    {
        DemoPhotos(12);
        await App.ImportAsync(Photos);
        await App.ServeAsync();
        await Postgres.ExecuteAsync($"update pending_images set attempts = {PendingPictures.SuspectAfter} where image_id <= (select min(image_id) + 2 from pending_images)");

        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal((12, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
        var times = await Postgres.ScalarAsync<long>("select count(distinct created_at) from image_vectors");
        Assert.True(times >= 4, $"three suspects and the others make at least four transactions, not {times}");
    }

    [PostgresFact]
    public async Task Two_workers_share_the_work_and_nothing_is_done_twice()
    {
        DemoPhotos(40);
        await App.ImportAsync(Photos);

        await Task.WhenAll(App.Worker.DrainAsync(CancellationToken.None), StartAnother().Worker.DrainAsync(CancellationToken.None));

        Assert.Equal((40, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
        Assert.Equal(1, await CountAsync("model_generations"));
    }

    [PostgresFact]
    public async Task A_worker_outlives_the_loss_of_its_connections()
    {
        DemoPhotos(60);
        await App.ImportAsync(Photos);
        using var stop = new CancellationTokenSource();
        var running = App.Worker.RunAsync(stop.Token);
        await UntilIndexedAsync(1);

        for (var i = 0; i < 5; i++)
        {
            await TerminateAsync();
            var then = await TolerantCountAsync();
            await Eventually.TrueAsync(async () => await TolerantCountAsync() is var now && (now > then || now == 60), Long, "it does not go on");
        }

        await Eventually.TrueAsync(async () => await TolerantCountAsync() == 60, Long, "not all are indexed");
        await stop.CancelAsync();
        await running;
        Assert.Equal(0, await CountAsync("pending_images"));
    }

    [PostgresTheory]
    [InlineData("1", "1")]
    [InlineData("3", "2")]
    [InlineData("64", "4")]
    public async Task Any_size_and_number_of_batches_does_all_the_work(string size, string parallel)
    {
        DemoPhotos(10);
        var process = StartAnother(("Indexing:BatchSize", size), ("Indexing:ParallelBatches", parallel));
        await process.ImportAsync(Photos);

        await process.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal((10, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
        await AssertEachIsNearestToItselfAsync();
    }

    private static string DemoPhoto(int index) => Directory.GetFiles(Repository.Path("demo", "photos")).Order(StringComparer.Ordinal).ElementAt(index);

    private void DemoPhotos(int count)
    {
        for (var i = 0; i < count; i++)
        {
            File.Copy(DemoPhoto(i), Path.Combine(Photos, Path.GetFileName(DemoPhoto(i))));
        }
    }

    private async Task AssertEachIsNearestToItselfAsync()
    {
        foreach (var path in Directory.GetFiles(Photos))
        {
            var file = await File.ReadAllBytesAsync(path);
            var (nearest, cosine) = await Nearest.FindAsync(Postgres, file);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), nearest);
            Assert.InRange(cosine, 0.999, 1.001);
        }
    }

    private Task UntilIndexedAsync(int count) =>
        Eventually.TrueAsync(async () => await CountAsync("image_vectors") >= count, Long, async () => $"{await CountAsync("image_vectors")} are indexed");

    private async Task TerminateAsync()
    {
        try
        {
            await Postgres.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }
        catch (NpgsqlException)
        {
            // Its own pooled connection was one of them.
        }
    }

    private async Task<long> TolerantCountAsync()
    {
        try
        {
            return await CountAsync("image_vectors");
        }
        catch (NpgsqlException)
        {
            return -1;
        }
    }
}
