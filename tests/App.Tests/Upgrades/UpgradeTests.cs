using Photoseek.App.Access;
using Photoseek.App.Tests.Cli;
using Photoseek.App.Tests.Generations;
using Photoseek.Indexing;
using Photoseek.Indexing.Edits;
using Photoseek.Search;
using Photoseek.Search.Suggestions;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Upgrades;

public sealed class UpgradeTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private const string Old = "library-0011";
    private const string Counted = """
        select string_agg(what || ' ' || subject || ' ' || n, ', ')
        from (select what, subject, sum(n) as n from library_counts where what in ('images', 'objects', 'vectors', 'pending', 'failed', 'ignored') group by 1, 2 order by 1, 2) c
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_library_of_schema_0011_comes_to_the_present_whole_and_answers_as_it_did()
    {
        await OldLibrary.LoadAsync(Old, database);
        var before = await OldLibrary.ReadAsync(database);
        var counted = await database.ScalarAsync<string>(Counted);
        Assert.Equal(11, await database.ScalarAsync<int>("select max(number) from schema_migrations"));
        Assert.InRange(before.Count, 40, 80);

        var migrated = await new PhotoseekCli(_folder.Path("data"), database.ConnectionString).RunAsync("migrate");

        Assert.True(migrated.ExitCode == 0, migrated.Error);
        Assert.StartsWith("applied 0012_", migrated.Output, StringComparison.Ordinal);
        var after = await OldLibrary.ReadAsync(database, before);
        foreach (var (table, (_, rows)) in before.Where(static table => table.Key is not ("schema_migrations" or "library_counts")))
        {
            Assert.Equal((table, rows), (table, after[table].Rows));
        }

        // The ledger of counts has learnt to count what is written, too.
        Assert.Equal(counted, await database.ScalarAsync<string>(Counted));
        Assert.True(await database.ScalarAsync<bool>("select sum(n) > 0 and sum(n) = (select count(*) from images where title is not null or caption is not null or description is not null or tags <> '{}' or persons <> '{}') from library_counts where what = 'described'"));

        await using var library = new LibraryProcess(database, _folder.Path("data"));
        await library.OpenAsync();
        foreach (var (query, found) in OldLibrary.Answers(Old))
        {
            var answer = await library.FindAsync(new SearchRequest { Text = query, TopK = 10, Cutoff = 0, Duplicates = DuplicateHandling.All });
            Assert.Equal((query, string.Join(' ', found)), (query, string.Join(' ', answer.Hits.Select(static hit => hit.Id))));
        }

        await What_is_new_can_be_used(library);
    }

    private async Task What_is_new_can_be_used(LibraryProcess library)
    {
        // What was written about pictures before is suggested and found by its parts.
        Assert.Contains(await library.Get<SuggestionList>().OfAsync("holi", CancellationToken.None), static suggestion => suggestion is { Kind: "tag", Value: "holiday" });
        var lake = Assert.Single(await library.SearchAsync("project:lake"));
        Assert.Contains(lake, await library.SearchAsync("name:0050"));

        // Written, deleted, and brought back.
        Assert.True(await library.Get<PictureEdits>().WriteAsync(lake, new PictureEdit { Title = "Zeppelin over the lake" }, CancellationToken.None));
        Assert.Equal(lake, (await library.SearchAsync("zeppelin"))[0]);
        Assert.Equal([lake], await library.Get<PictureDeletion>().DeleteAsync([lake], CancellationToken.None));
        Assert.DoesNotContain(lake, await library.SearchAsync("zeppelin", 50));
        Assert.Equal([lake], await library.Get<PictureDeletion>().RestoreAsync([lake], CancellationToken.None));
        Assert.Equal(lake, (await library.SearchAsync("zeppelin"))[0]);

        // People and keys.
        Assert.True(await library.Get<People>().AddFirstAsync("admin", "correct horse battery", CancellationToken.None));
        Assert.NotNull(await library.Get<AccessKeys>().AddAsync("a program", ["search"], "admin", CancellationToken.None));

        // New pictures, with their colour.
        var status = await library.Get<PictureLibrary>().StatusAsync(CancellationToken.None);
        var added = await library.UploadAsync(TestJpeg.CreateUnique());
        await library.DrainAsync();
        Assert.Equal(status with { Images = status.Images + 1, Indexed = status.Indexed + 1 }, await library.Get<PictureLibrary>().StatusAsync(CancellationToken.None));
        Assert.Contains(added, await library.SearchAsync("a photo", 100));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from images where tint is not null"));
    }
}
