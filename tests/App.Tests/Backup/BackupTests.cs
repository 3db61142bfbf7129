using Microsoft.Extensions.Logging.Abstractions;
using Photoseek.App.Backup;
using Photoseek.App.Database;
using Photoseek.App.Tests.Cli;
using Photoseek.App.Tests.Generations;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Backup;

public sealed class BackupTests : IAsyncLifetime
{
    private const string LastOfAnotherCluster = "9000000000000";
    private static readonly string[] _queries = ["a red car", "christmas", "the sea", "a dog in the snow"];
    private readonly EmptyTestPostgres _before = new();
    private readonly EmptyTestPostgres _after = new();
    private readonly TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is null)
        {
            await _before.InitializeAsync();
            await _after.InitializeAsync();
            await Migrator.MigrateAsync(_before.DataSource, NullLogger.Instance, CancellationToken.None);
        }
    }

    public async Task DisposeAsync()
    {
        await _before.DisposeAsync();
        await _after.DisposeAsync();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task A_restored_library_answers_as_the_one_that_was_backed_up_and_goes_on()
    {
        var answers = new Dictionary<string, long[]>(StringComparer.Ordinal);
        await using (var library = new LibraryProcess(_before, _folder.Path("before")))
        {
            await library.OpenAsync();
            foreach (var photo in Directory.GetFiles(Repository.Path("demo", "photos")).Order(StringComparer.Ordinal).Take(40))
            {
                await library.UploadAsync(await File.ReadAllBytesAsync(photo));
            }

            await library.DrainAsync();
            foreach (var query in _queries)
            {
                answers[query] = await library.SearchAsync(query);
            }

            await library.UploadAsync(TestJpeg.CreateUnique());
        }

        // As if it came from a cluster that has seen far more transactions, and from the midst of work.
        await _before.ExecuteAsync($"""
            alter table image_vectors disable trigger image_vectors_written;
            update image_vectors set written_by = '{LastOfAnotherCluster}';
            alter table image_vectors enable trigger image_vectors_written;
            update changes_kept set since = '{LastOfAnotherCluster}';
            update pending_images set lease = gen_random_uuid(), leased_until = now() + interval '1 day', attempts = 1;
            """);
        Directory.CreateDirectory(_folder.Path("before", "keys"));
        await File.WriteAllTextAsync(_folder.Path("before", "keys", "key-1.xml"), "<key/>");

        var made = await Before.RunAsync("backup", File1);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
        Assert.StartsWith($"{File1} is there already", (await Before.RunAsync("backup", File1)).Error, StringComparison.Ordinal);
        await RefuseDamagedAsync();

        var restored = await After.RunAsync("restore", File1);
        Assert.True(restored.ExitCode == 0, restored.Error);
        var again = await After.RunAsync("restore", File1);

        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith("There is a library already", again.Error, StringComparison.Ordinal);
        Assert.Equal("<key/>", await File.ReadAllTextAsync(_folder.Path("after", "keys", "key-1.xml")));
        Assert.Equal(41, Directory.GetFiles(_folder.Path("after", "store", "originals"), "*", SearchOption.AllDirectories).Length);
        Assert.Equal(0, await _after.ScalarAsync<long>("select count(*) from pending_images where lease is not null or leased_until is not null or attempts > 0"));
        Assert.Equal(0, await _after.ScalarAsync<long>("select count(*) from image_vectors where written_by is not null"));
        Assert.True(await _after.ScalarAsync<bool>("select since <= pg_snapshot_xmin(pg_current_snapshot()) from changes_kept"));

        await using var goesOn = new LibraryProcess(_after, _folder.Path("after"));
        await goesOn.OpenAsync();
        foreach (var query in _queries)
        {
            Assert.Equal(answers[query], await goesOn.SearchAsync(query));
        }

        // What waited and what is new are found by searches that were answered before.
        var added = await goesOn.UploadAsync(TestJpeg.CreateUnique());
        await goesOn.DrainAsync();
        var found = await goesOn.SearchAsync(_queries[0], 100);
        Assert.Equal(42, found.Length);
        Assert.Contains(added, found);
        Assert.Equal(2, await _after.ScalarAsync<long>("select count(*) from image_vectors where written_by is not null"));
    }

    [PostgresFact]
    public async Task The_private_cluster_is_backed_up_and_restored_as_well()
    {
        var first = new PhotoseekCli(_folder.Path("before"));
        var second = new PhotoseekCli(_folder.Path("after"));

        var nothing = await first.RunAsync("backup", File1);
        Assert.Equal("There is no library to back up yet.", nothing.Error.Trim());
        Assert.False(File.Exists(File1));
        var imported = await first.RunAsync("import", Repository.Path("demo", "photos", "IMG_0026.jpg"));
        Assert.True(imported.ExitCode == 0, imported.Error);
        Assert.Equal(0, (await first.RunAsync("backup", File1, "--without-originals")).ExitCode);
        var restored = await second.RunAsync("restore", File1);
        Assert.True(restored.ExitCode == 0, restored.Error);

        Assert.Equal("IMG_0026.jpg", (await second.RunAsync("search", "christmas", "--json")).Json.Single().GetProperty("file_name").GetString());
    }

    private PhotoseekCli Before => new(_folder.Path("before"), _before.ConnectionString);

    private PhotoseekCli After => new(_folder.Path("after"), _after.ConnectionString);

    private string File1 => _folder.Path("library.backup");

    private async Task RefuseDamagedAsync()
    {
        var whole = await File.ReadAllBytesAsync(File1);
        var damaged = _folder.Path("damaged.backup");
        var original = await File.ReadAllBytesAsync(Directory.GetFiles(_folder.Path("before", "store", "originals"), "*", SearchOption.AllDirectories)[0]);
        foreach (var place in new[] { 700, 50_000, whole.AsSpan().IndexOf(original) + 100 })
        {
            whole[place] ^= 1;
            await File.WriteAllBytesAsync(damaged, whole);
            whole[place] ^= 1;
            await Assert.ThrowsAsync<InvalidDataException>(() => BackupFile.CheckAsync(damaged, CancellationToken.None));
        }

        foreach (var length in new[] { 0, 100, 5000, whole.Length / 2, whole.Length - 3000 })
        {
            await File.WriteAllBytesAsync(damaged, whole[..length]);
            await Assert.ThrowsAsync<InvalidDataException>(() => BackupFile.CheckAsync(damaged, CancellationToken.None));
        }

        var refused = await After.RunAsync("restore", damaged);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("cannot be restored", refused.Error, StringComparison.Ordinal);
        Assert.Single(refused.Error.Trim().Split('\n'));
        Assert.Equal(0, await _after.ScalarAsync<long>("select count(*) from pg_tables where schemaname = 'public'"));
        Assert.False(Directory.Exists(_folder.Path("after", "keys")));
    }
}
