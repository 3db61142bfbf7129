using Photoseek.Indexing.Edits;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Edits;

public sealed class PictureDeletionTests : LibraryTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PictureDeletion Deletion => App.Get<PictureDeletion>();

    [PostgresFact]
    public async Task What_is_deleted_is_gone_at_once_and_restored_as_it_was()
    {
        var id = await UploadAsync();
        var vector = await Postgres.ScalarAsync<DateTime>($"select created_at from image_vectors where image_id = {id}");

        Assert.Equal([id], await Deletion.DeleteAsync([id, 999], None));
        Assert.Null(await App.Library.FindAsync(id, None));
        Assert.Equal(0, (await App.Library.StatusAsync(None)).Images);
        Assert.NotNull(await Deletion.WhenAsync(id, None));
        Assert.Empty(await Deletion.DeleteAsync([id], None));

        Assert.Equal([id], await Deletion.RestoreAsync([id, 999], None));
        Assert.Equal("indexed", (await App.FindAsync(id)).State);
        Assert.Equal(vector, await Postgres.ScalarAsync<DateTime>($"select created_at from image_vectors where image_id = {id}"));
        Assert.Null(await Deletion.WhenAsync(id, None));
        Assert.Empty(await Deletion.RestoreAsync([id], None));
    }

    [PostgresFact]
    public async Task One_that_was_not_indexed_yet_owes_nothing_while_it_is_away_and_again_when_it_is_back()
    {
        var id = (await App.UploadAsync(TestJpeg.CreateUnique())).Id!.Value;
        using (await App.Generations.OpenAsync(None))
        {
            Assert.Equal(1, await CountAsync("pending_images"));
        }


        await Deletion.DeleteAsync([id], None);
        Assert.Equal(0, await CountAsync("pending_images"));
        await Deletion.RestoreAsync([id], None);
        await App.Worker.DrainAsync(None);
        Assert.Equal("indexed", (await App.FindAsync(id)).State);
    }

    [PostgresFact]
    public async Task What_was_deleted_is_listed_the_latest_first_page_by_page()
    {
        var uploaded = await UploadAsync();
        Write("a.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        var imported = await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'");
        var kept = await UploadAsync();
        await Deletion.DeleteAsync([uploaded], None);
        await Deletion.DeleteAsync([imported], None);

        var first = await Deletion.ListAsync(null, 1, None);
        var second = await Deletion.ListAsync(first.Next, 1, None);

        Assert.Equal((imported, true), (first.Pictures.Single().Id, first.Pictures[0].IsElsewhere));
        Assert.Equal((uploaded, false), (second.Pictures.Single().Id, second.Pictures[0].IsElsewhere));
        Assert.Null(second.Next);
        Assert.NotNull(await App.Library.OpenDeletedThumbnailAsync(uploaded, None));
        Assert.Null(await App.Library.OpenDeletedThumbnailAsync(kept, None));
    }

    [PostgresFact]
    public async Task What_a_folder_has_stays_there_and_out_of_sight_however_it_is_listed()
    {
        var bytes = TestJpeg.CreateUnique();
        var path = Write("a.jpg", bytes);
        Write("b.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        var id = await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'");
        await Deletion.DeleteAsync([id], None);

        // Listed again; touched; moved; gone and back; and long after.
        await App.ImportAsync(Photos);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await App.ImportAsync(Photos);
        Write("moved/c.jpg", bytes);
        File.Delete(path);
        await App.ImportAsync(Photos);
        await AgeAsync();
        await App.Sync.PurgeAsync(None);
        Write("a.jpg", bytes);
        await App.ImportAsync(Photos);

        Assert.Null(await App.Library.FindAsync(id, None));
        Assert.Equal(1, (await App.Library.StatusAsync(None)).Images);
        Assert.True(File.Exists(path));
        Assert.Equal([id], await Deletion.RestoreAsync([id], None));
        Assert.Equal(2, (await App.Library.StatusAsync(None)).Images);
    }

    [PostgresFact]
    public async Task Of_an_upload_nothing_is_left_when_its_time_is_over()
    {
        var (id, kept) = (await UploadAsync(), await UploadAsync());
        await Deletion.DeleteAsync([id], None);
        var stored = Stored().Length;

        Assert.Equal(0, await App.Sync.PurgeAsync(None));
        Assert.Equal(stored, Stored().Length);
        await AgeAsync();
        Assert.Equal(1, await App.Sync.PurgeAsync(None));

        Assert.Empty(await Deletion.RestoreAsync([id], None));
        Assert.Equal(stored / 2, Stored().Length);
        Assert.NotNull(await App.Library.OpenOriginalAsync(kept, None));
    }

    [PostgresFact]
    public async Task Who_uploads_it_again_has_it_back()
    {
        var bytes = TestJpeg.CreateUnique();
        Write("a.jpg", bytes);
        await App.ImportAsync(Photos);
        var id = await Postgres.ScalarAsync<long>("select image_id from image_objects");
        await Deletion.DeleteAsync([id], None);

        var upload = await App.UploadAsync(bytes);

        Assert.Equal((IntakeStatus.Accepted, id), (upload.Status, upload.Id));
        Assert.NotNull(await App.Library.FindAsync(id, None));
    }

    [PostgresFact]
    public async Task One_that_left_its_source_meanwhile_is_not_shown_by_undoing()
    {
        var path = Write("a.jpg", TestJpeg.CreateUnique());
        Write("b.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        var id = await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'");
        await Deletion.DeleteAsync([id], None);
        File.Delete(path);
        await Postgres.ExecuteAsync("update image_objects set gone_at = now() where key = 'a.jpg'");

        await Deletion.RestoreAsync([id], None);

        Assert.Null(await App.Library.FindAsync(id, None));
    }

    private async Task<long> UploadAsync()
    {
        var id = (await App.UploadAsync(TestJpeg.CreateUnique())).Id!.Value;
        await App.Worker.DrainAsync(None);
        return id;
    }

    private Task AgeAsync() => Postgres.ExecuteAsync("""
        update images set deleted_at = deleted_at - interval '8 days', hidden_at = hidden_at - interval '8 days';
        update image_objects set gone_at = gone_at - interval '8 days'
        """);
}
