using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class FolderImportTests : LibraryTest
{
    [PostgresFact]
    public async Task A_folder_is_taken_in_where_it_is()
    {
        await App.ServeAsync();
        Write("a.jpg", TestJpeg.CreateUnique());
        Write("2020/summer/b.JPEG", TestJpeg.CreateUnique());
        Write("notes.txt", "hello"u8.ToArray());
        Write(".hidden/c.jpg", TestJpeg.CreateUnique());
        Write(".d.jpg", TestJpeg.CreateUnique());
        var seen = new List<ImportProgress>();

        var summary = await App.Import.RunAsync(Photos, new Immediately(seen), CancellationToken.None);

        Assert.Equal((2, 0, 0), (summary.Accepted, summary.Duplicates, summary.Refused.Count));
        Assert.Equal(["2020/summer/b.JPEG", "a.jpg"], await KeysAsync());
        Assert.Equal([(1, 2), (2, 2)], seen.Select(static p => (p.Done, p.Total)).Order());
        Assert.Empty(Stored());
        Assert.Equal(2, await CountAsync("pending_images"));
        Assert.Equal("photos", await Postgres.ScalarAsync<string>("select name from sources"));
        Assert.Equal(Photos, await Postgres.ScalarAsync<string>("select root from sources"));
        Assert.Equal("b.JPEG", await Postgres.ScalarAsync<string>("select file_name from images i join image_objects o on o.image_id = i.id where key like '2020%'"));
    }

    [PostgresFact]
    public async Task Files_that_have_not_changed_are_not_even_read()
    {
        var path = Write("a.jpg", TestJpeg.Create("one"));
        await App.ImportAsync(Photos);
        var time = File.GetLastWriteTimeUtc(path);

        // The same size and time: only who reads it can tell.
        File.WriteAllBytes(path, TestJpeg.Create("two"));
        File.SetLastWriteTimeUtc(path, time);
        var summary = await App.ImportAsync(Photos);

        Assert.Equal((0, 1, 0), (summary.Accepted, summary.Duplicates, summary.Refused.Count));
        Assert.Equal(1, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task A_changed_file_replaces_its_image()
    {
        var path = Write("a.jpg", TestJpeg.Create("one"));
        Write("copy.jpg", TestJpeg.Create("kept"));
        await App.ImportAsync(Photos);
        var before = await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'");

        File.WriteAllBytes(path, TestJpeg.Create("another"));
        var summary = await App.ImportAsync(Photos);

        Assert.Equal((1, 1, 0), (summary.Accepted, summary.Duplicates, summary.Removed));
        Assert.NotEqual(before, await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'"));
        Assert.Equal(0, await CountAsync($"images where id = {before}"));
        Assert.Equal(2, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task The_same_bytes_under_many_names_are_one_image()
    {
        var bytes = TestJpeg.CreateUnique();
        Write("a.jpg", bytes);
        Write("b.jpg", bytes);
        Write("c/d.jpg", bytes);

        var summary = await App.ImportAsync(Photos);

        Assert.Equal((1, 2), (summary.Accepted, summary.Duplicates));
        Assert.Equal(1, await CountAsync("images"));
        Assert.Equal(3, await CountAsync("image_objects"));

        File.Delete(Path.Combine(Photos, "a.jpg"));
        Assert.Equal(1, (await App.ImportAsync(Photos)).Removed);
        Assert.Equal(1, await CountAsync("images"));
        Assert.Equal(["b.jpg", "c/d.jpg"], await KeysAsync());
    }

    [PostgresFact]
    public async Task Files_that_are_gone_are_removed_with_their_images()
    {
        WriteMany(20);
        await App.ImportAsync(Photos);

        foreach (var file in Directory.GetFiles(Photos).Take(4))
        {
            File.Delete(file);
        }

        var summary = await App.ImportAsync(Photos);

        Assert.Equal((0, 16, 4, null), (summary.Accepted, summary.Duplicates, summary.Removed, summary.Notice));
        Assert.Equal(16, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task Nothing_is_removed_when_more_than_a_fifth_would_go()
    {
        WriteMany(50);
        await App.ImportAsync(Photos);
        foreach (var file in Directory.GetFiles(Photos).Take(11))
        {
            File.Delete(file);
        }

        var summary = await App.ImportAsync(Photos);

        Assert.Equal(0, summary.Removed);
        Assert.Contains("11 of 50", summary.Notice, StringComparison.Ordinal);
        Assert.Equal(50, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task Nothing_is_removed_when_the_folder_is_empty()
    {
        WriteMany(3);
        await App.ImportAsync(Photos);
        Directory.Delete(Photos, recursive: true);
        Directory.CreateDirectory(Photos);

        var summary = await App.ImportAsync(Photos);

        Assert.Equal((0, 3), (summary.Removed, await CountAsync("images")));
        Assert.Contains("mounted", summary.Notice, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_bad_file_stops_nothing()
    {
        Write("a.jpg", "no picture"u8.ToArray());
        Write("b.jpg", []);
        Write("c.jpg", TestJpeg.CreateUnique());
        using (var large = File.Create(Path.Combine(Photos, "d.jpg")))
        {
            large.SetLength(TestProcess.Limits.Bytes + 1L);
        }

        var summary = await App.ImportAsync(Photos);

        Assert.Equal(1, summary.Accepted);
        Assert.Equal(["a.jpg", "b.jpg", "d.jpg"], summary.Refused.Select(static r => r.File));
        Assert.All(summary.Refused, static r => Assert.False(string.IsNullOrWhiteSpace(r.Reason)));
    }

    [PostgresFact]
    public async Task Links_are_not_followed()
    {
        Write("folder/a.jpg", TestJpeg.CreateUnique());
        Directory.CreateSymbolicLink(Path.Combine(Photos, "folder", "loop"), Photos);
        File.CreateSymbolicLink(Path.Combine(Photos, "link.jpg"), Path.Combine(Photos, "folder", "a.jpg"));

        var summary = await App.ImportAsync(Photos);

        Assert.Equal(1, summary.Accepted);
        Assert.Equal(["folder/a.jpg"], await KeysAsync());
    }

    [PostgresFact]
    public async Task One_file_can_be_taken_in_too()
    {
        var path = Write("a.jpg", TestJpeg.CreateUnique());
        Write("b.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        File.Delete(Path.Combine(Photos, "b.jpg"));

        var summary = await App.ImportAsync(path);

        Assert.Equal((0, 1, 0), (summary.Accepted, summary.Duplicates, summary.Removed));
        Assert.Equal(["a.jpg", "b.jpg"], await KeysAsync());
        Assert.Equal(1, await CountAsync("sources"));
    }

    [PostgresFact]
    public async Task A_path_that_is_not_there_is_said_so() =>
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => App.ImportAsync(Path.Combine(Photos, "nowhere")));

    [PostgresFact]
    public async Task Sources_are_named_after_their_folders_and_never_like_the_apps_own()
    {
        foreach (var folder in (string[])["x/summer", "y/summer", "z/demo"])
        {
            Write($"{folder}/a.jpg", TestJpeg.CreateUnique());
            await App.ImportAsync(Path.Combine(Photos, folder));
        }

        Assert.Equal("demo (2),summer,summer (2)", await Postgres.ScalarAsync<string>("select string_agg(name, ',' order by name) from sources"));
    }

    [PostgresFact]
    public async Task A_source_is_removed_with_what_only_it_has()
    {
        var both = TestJpeg.CreateUnique();
        Write("a.jpg", TestJpeg.CreateUnique());
        Write("b.jpg", both);
        await App.UploadAsync(both);
        var upload = await App.UploadAsync(TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal(3 + 2, Stored().Length);

        Assert.True(await App.Import.RemoveSourceAsync("photos", CancellationToken.None));
        Assert.Equal((2, 2, 2), (await CountAsync("images"), await CountAsync("image_vectors"), await CountAsync("image_objects")));
        Assert.Equal(2 + 2, Stored().Length);
        Assert.Equal(2, Directory.GetFiles(Photos).Length);
        Assert.Equal("indexed", (await App.FindAsync(upload.Id)).State);

        Assert.True(await App.Import.RemoveSourceAsync("uploads", CancellationToken.None));
        Assert.Empty(Stored());
        Assert.Equal(0, await CountAsync("images"));
        Assert.False(await App.Import.RemoveSourceAsync("uploads", CancellationToken.None));
    }

    [PostgresFact]
    public async Task An_import_that_is_cancelled_goes_on_the_next_time()
    {
        WriteMany(30);
        using var cancellation = new CancellationTokenSource();
        var progress = new Immediately([]) { Each = p => _ = p.Done == 5 ? cancellation.CancelAsync() : Task.CompletedTask };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => App.Import.RunAsync(Photos, progress, cancellation.Token));
        await App.ImportAsync(Photos);

        Assert.Equal((30, 30), (await CountAsync("images"), await CountAsync("image_objects")));
    }

    private void WriteMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Write($"{i:00}.jpg", TestJpeg.CreateUnique());
        }
    }

    private async Task<string[]> KeysAsync() => await Postgres.ScalarAsync<string[]>("""select array_agg(key order by key collate "C") from image_objects where gone_at is null""") ?? [];

    private sealed class Immediately(List<ImportProgress> seen) : IProgress<ImportProgress>
    {
        public Action<ImportProgress> Each { get; init; } = static _ => { };

        public void Report(ImportProgress value)
        {
            lock (seen)
            {
                seen.Add(value);
            }

            Each(value);
        }
    }
}
