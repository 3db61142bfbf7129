using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Jobs;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class HidingTests : LibraryTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [PostgresFact]
    public async Task What_left_its_source_is_not_to_be_seen_anywhere()
    {
        var (gone, _) = await IndexTwoAsync();
        File.Delete(Path.Combine(Photos, "a.jpg"));
        Assert.Equal(1, (await App.ImportAsync(Photos)).Removed);

        Assert.Null(await App.Library.FindAsync(gone, None));
        Assert.Null(await App.Library.OpenOriginalAsync(gone, None));
        Assert.Null(await App.Library.OpenThumbnailAsync(gone, ThumbnailSize.Small, None));
        Assert.DoesNotContain(await App.Library.NewestAsync(10, 0, None), p => p.Id == gone);
        Assert.Equal(new LibraryStatus(1, 1, 0, 0, TestProcess.Model.Identity.Name), await App.Library.StatusAsync(None));
        var monitor = App.Get<IndexingMonitor>();
        var overview = await monitor.OverviewAsync(None);
        Assert.Equal((1, 1), (overview.Images, Assert.Single(overview.Generations).Indexed));
        Assert.Equal(1, Assert.Single(await monitor.SourcesAsync(None)).Listed);
        Assert.Equal(["b.jpg"], await monitor.ManifestAsync(None).Select(static line => line.Key).ToArrayAsync());
        Assert.Equal((1, 1), (Assert.Single(await App.Generations.ListAsync(None)).Total, Assert.Single(await App.Generations.ListAsync(None)).Indexed));
    }

    [PostgresFact]
    public async Task What_comes_back_in_time_is_not_embedded_again()
    {
        var (gone, bytes) = await IndexTwoAsync();
        var path = Path.Combine(Photos, "a.jpg");
        var embedded = await EmbeddedAtAsync(gone);
        File.Delete(path);
        await App.ImportAsync(Photos);

        Write("elsewhere/c.jpg", bytes);
        var moved = await App.ImportAsync(Photos);
        Assert.Equal((1, 1, 0), (moved.Accepted, moved.Duplicates, moved.Removed));
        Assert.Equal("elsewhere/c.jpg", (await App.FindAsync(gone)).Key);

        // As it was, with its time: it is not even read.
        File.Delete(Path.Combine(Photos, "elsewhere", "c.jpg"));
        await App.ImportAsync(Photos);
        var time = await Postgres.ScalarAsync<DateTime>("select modified_at from image_objects where key = 'a.jpg'");
        File.WriteAllBytes(path, TestJpeg.Create("unread")[..1]);
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(bytes.Length);
        }

        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(2, (await App.ImportAsync(Photos)).Duplicates);

        Assert.Equal(("indexed", "a.jpg"), ((await App.FindAsync(gone)).State, (await App.FindAsync(gone)).Key));
        Assert.Equal((embedded, 0), (await EmbeddedAtAsync(gone), await CountAsync("pending_images")));
    }

    [PostgresFact]
    public async Task What_is_hidden_is_owed_nothing_and_keeps_no_generation_waiting()
    {
        var (gone, _) = await IndexTwoAsync();
        await Postgres.ExecuteAsync($"insert into pending_images (generation_id, image_id) select id, {gone} from model_generations");
        File.Delete(Path.Combine(Photos, "a.jpg"));
        await App.ImportAsync(Photos);

        Assert.Equal(0, await CountAsync("pending_images"));
        var next = await BuildAsync();
        Assert.Equal(1, await App.Get<GenerationRegistry>().OweMissingAsync(next, None));

        // Coming back it is owed what it missed.
        Write("a.jpg", await OriginalOfAsync("b.jpg"));
        await App.ImportAsync(Photos);
        Assert.Equal(1, await CountAsync("pending_images"));
        await App.UploadAsync(TestJpeg.Create("first"));
        Assert.Equal(2, await CountAsync($"pending_images where generation_id = {next}"));
    }

    [PostgresFact]
    public async Task Hidden_bytes_that_are_uploaded_are_kept_and_shown()
    {
        var (gone, bytes) = await IndexTwoAsync();
        File.Delete(Path.Combine(Photos, "a.jpg"));
        await App.ImportAsync(Photos);

        var upload = await App.UploadAsync(bytes);

        Assert.Equal((IntakeStatus.Accepted, gone), (upload.Status, upload.Id));
        Assert.Equal(("uploads", "indexed"), ((await App.FindAsync(gone)).Source, (await App.FindAsync(gone)).State));
        var original = await App.Library.OpenOriginalAsync(gone, None);
        await using var content = original!.Content;
        Assert.Equal(bytes.Length, content.Length);
    }

    [PostgresFact]
    public async Task It_is_deleted_when_its_time_is_over()
    {
        var (gone, _) = await IndexTwoAsync();
        File.Delete(Path.Combine(Photos, "a.jpg"));
        await App.ImportAsync(Photos);
        var stored = Stored().Length;

        Assert.Equal(0, await App.Sync.PurgeAsync(None));
        await Postgres.ExecuteAsync("update image_objects set gone_at = gone_at - interval '8 days'");
        await Postgres.ExecuteAsync("update images set hidden_at = hidden_at - interval '6 days'");
        Assert.Equal((0, 2), (await App.Sync.PurgeAsync(None), await CountAsync("images")));
        await Postgres.ExecuteAsync("update images set hidden_at = hidden_at - interval '2 days'");
        var other = StartAnother();
        var purged = await Task.WhenAll(App.Sync.PurgeAsync(None), other.Sync.PurgeAsync(None));

        Assert.Equal(1, purged.Sum());
        Assert.Equal((1, 1, 1), (await CountAsync("images"), await CountAsync("image_objects"), await CountAsync("image_vectors")));
        Assert.Equal(0, await CountAsync($"images where id = {gone}"));
        Assert.Equal(stored - 1, Stored().Length);
    }

    [PostgresFact]
    public async Task What_only_a_removed_source_still_had_is_hidden()
    {
        var (gone, bytes) = await IndexTwoAsync();
        using var elsewhere = new TempFolder();
        await File.WriteAllBytesAsync(elsewhere.Path("copy.jpg"), bytes);
        await App.Import.RunAsync(elsewhere.Path(""), null, None);
        File.Delete(Path.Combine(Photos, "a.jpg"));
        await App.ImportAsync(Photos);
        Assert.NotNull(await App.Library.FindAsync(gone, None));

        var other = await Postgres.ScalarAsync<string>("select name from sources where name <> 'photos'");
        Assert.True(await App.Import.RemoveSourceAsync(other!, None));

        Assert.Null(await App.Library.FindAsync(gone, None));
        Assert.Equal(1, await CountAsync($"images where id = {gone}"));
    }

    [PostgresFact]
    public async Task A_picture_that_is_overwritten_by_something_else_is_gone_and_the_reason_is_kept()
    {
        var (gone, bytes) = await IndexTwoAsync();
        Write("a.jpg", "no picture"u8.ToArray());
        var summary = await App.ImportAsync(Photos);

        Assert.Equal(("a.jpg", 1), (Assert.Single(summary.Refused).File, summary.Removed));
        Assert.Null(await App.Library.FindAsync(gone, None));
        Assert.Equal("a.jpg", await Postgres.ScalarAsync<string>("select key from source_refusals"));
        var monitor = App.Get<IndexingMonitor>();
        Assert.Equal((1, 1), (Assert.Single(await monitor.SourcesAsync(None)).Listed, Assert.Single(await monitor.SourcesAsync(None)).Refused));
        var line = await monitor.ManifestAsync(None).FirstAsync(static line => line.State == "refused");
        Assert.Equal(("a.jpg", summary.Refused[0].Reason, null), (line.Key, line.Reason, line.Sha256));

        Write("a.jpg", bytes);
        await App.ImportAsync(Photos);
        Assert.Equal(("indexed", 0), ((await App.FindAsync(gone)).State, await CountAsync("source_refusals")));
    }

    [PostgresFact]
    public async Task A_refusal_is_forgotten_with_its_file()
    {
        Write("a.jpg", TestJpeg.CreateUnique());
        Write("bad.jpg", "no picture"u8.ToArray());
        await App.ImportAsync(Photos);
        Assert.Equal(1, await CountAsync("source_refusals"));

        File.Delete(Path.Combine(Photos, "bad.jpg"));
        await App.ImportAsync(Photos);

        Assert.Equal(0, await CountAsync("source_refusals"));
    }

    private async Task<(long First, byte[] Bytes)> IndexTwoAsync()
    {
        var bytes = TestJpeg.Create("first");
        Write("a.jpg", bytes);
        Write("b.jpg", TestJpeg.Create("second"));
        await App.ImportAsync(Photos);
        await App.Worker.DrainAsync(None);
        return (await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'"), bytes);
    }

    private async Task<int> BuildAsync()
    {
        var model = TestProcess.Model.Identity with { Name = "next", Sha256 = new string('1', 64) };
        await App.Get<GenerationRegistry>().BuildAsync(model, configured: false, None);
        return await Postgres.ScalarAsync<int>("select id from model_generations where state = 'building'");
    }

    private Task<byte[]> OriginalOfAsync(string key) => File.ReadAllBytesAsync(Path.Combine(Photos, key));

    private Task<DateTime> EmbeddedAtAsync(long id) => Postgres.ScalarAsync<DateTime>($"select created_at from image_vectors where image_id = {id}");
}
