using Photoseek.Indexing.Jobs;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Jobs;

/// <summary>The ledger of counts always says what counting every row would.</summary>
public sealed class LibraryCountsTests : LibraryTest
{
    [PostgresFact]
    public async Task The_ledger_follows_everything_that_happens_in_two_processes_at_once()
    {
        var same = TestJpeg.CreateUnique();
        for (var i = 0; i < 12; i++)
        {
            Write($"{i}.jpg", TestJpeg.CreateUnique());
        }

        Write("copy1.jpg", same);
        Write("copy2.jpg", same);
        Write("bad.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        await IsRightAsync();
        File.Delete(Path.Combine(Photos, "bad.jpg"));
        var other = StartAnother();
        await Task.WhenAll(
            App.Worker.DrainAsync(CancellationToken.None), other.Worker.DrainAsync(CancellationToken.None),
            App.UploadAsync(TestJpeg.CreateUnique()), other.UploadAsync(TestJpeg.CreateUnique()));
        await IsRightAsync();
        Assert.Equal(1, await SumAsync("failed"));

        await App.Get<IndexingControl>().IgnoreAsync(Failures.All, CancellationToken.None);
        await IsRightAsync();
        Assert.Equal((0, 1), (await SumAsync("failed"), await SumAsync("ignored")));

        await App.Get<IndexingControl>().ReembedAsync(CancellationToken.None);
        await IsRightAsync();
        File.Delete(Path.Combine(Photos, "0.jpg"));
        await Task.WhenAll(App.Worker.DrainAsync(CancellationToken.None), other.ImportAsync(Photos));
        await IsRightAsync();

        await App.Import.RemoveSourceAsync("photos", CancellationToken.None);
        await IsRightAsync();
        Assert.Equal(2, await SumAsync("images"));
    }

    [PostgresFact]
    public async Task Many_notes_become_few_while_others_write_and_the_sums_stay()
    {
        const string add = "insert into sources (name, kind, root) values ('a', 'folder', '/a')";
        await Postgres.ExecuteAsync(add);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var i = 0; i < 400; i++)
            {
                await Postgres.ExecuteAsync($"""
                    with i as (insert into images (content_sha256, byte_size, format, width, height, file_name)
                      values (sha256('{writer}.{i}'::bytea), 1, 'jpeg', 1, 1, 'x') returning id)
                    insert into image_objects (source_id, key, image_id, byte_size) select s.id, '{writer}.{i}', i.id, 1 from i, sources s where s.name = 'a'
                    """);
            }
        }));

        await IsRightAsync();
        Assert.InRange(await CountAsync("library_counts"), 2, 1500);
    }

    private Task<long> SumAsync(string what) => Postgres.ScalarAsync<long>($"select coalesce(sum(n), 0)::bigint from library_counts where what = '{what}'");

    private Task IsRightAsync() => Ledger.IsRightAsync(Postgres);
}
