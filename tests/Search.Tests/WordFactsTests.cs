using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class WordFactsTests : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await _postgres.ExecuteAsync($"""
            insert into images (content_sha256, byte_size, format, width, height, file_name, title)
            select sha256(i::text::bytea), 1, 'jpeg', 1, 1, i || '.jpg', case when i <= 10 then 'A heron in the Harbours' when i <= 1010 then 'Kestrels in the harbours, 2018' when i <= 4010 then 'Boats in harbours' else 'Boathouses, harbours' end
            from generate_series(1, {WordFacts.Common + 1500}) i
            """);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_many_images_have_is_common_whether_it_is_counted_or_known(bool isAnalysed)
    {
        await _postgres.ExecuteAsync(isAnalysed ? "analyze images" : "delete from pg_statistic");

        var facts = await FindAsync("harbours", "harbour", "heron", "the", "sparrow");

        Assert.Equal([true, true, false, false, false], facts.Select(static f => f.IsCommon));
        Assert.Equal([false, false, false, true, false], facts.Select(static f => f.IsFiller));
        Assert.Equal(10, facts[2].Images);
    }

    [PostgresFact]
    public async Task What_the_statistics_call_common_is_not_counted()
    {
        await _postgres.ExecuteAsync("analyze images; delete from images");

        Assert.Equal([WordFacts.Common, 0], (await FindAsync("harbour", "heron")).Select(static f => f.Images));
    }

    [PostgresFact]
    public async Task What_the_statistics_say_of_less_common_words_is_not_counted_either()
    {
        await _postgres.ExecuteAsync("analyze images; delete from images");

        var facts = await FindAsync("kestrel", "kestr", "2018", "boat", "heron");

        // With numbers names of files begin, which are noted nowhere; and boats may be more or less than common: these are counted.
        Assert.Equal([1000, 0, 0, 0, 0], facts.Select(static f => f.Images));
        Assert.Equal([true, false, false, false, false], facts.Select(static f => f.IsNoted));
    }

    [PostgresFact]
    public async Task What_took_too_long_to_look_for_is_counted_whatever_the_statistics_say()
    {
        await _postgres.ExecuteAsync("analyze images; delete from images where id % 2 = 0");
        var facts = new WordFacts(TimeProvider.System);
        Assert.Equal(1000, await CountAsync(facts, "kestrel"));

        facts.Doubt(["kestrel"]);

        Assert.Equal(500, await CountAsync(facts, "kestrel"));
    }

    [PostgresFact]
    public async Task What_few_images_have_is_counted_anew_when_the_library_has_changed_and_only_then()
    {
        var facts = new WordFacts(TimeProvider.System);
        Assert.Equal(10, await CountAsync(facts, "heron"));

        // A change that nobody is told of shows that nothing is counted.
        await _postgres.ExecuteAsync("alter table images disable trigger images_changed; update images set title = null where id = 1; alter table images enable trigger images_changed");
        Assert.Equal(10, await CountAsync(facts, "heron"));

        await _postgres.ExecuteAsync("delete from images where id = 2");
        Assert.Equal(8, await CountAsync(facts, "heron"));
    }

    [PostgresFact]
    public async Task A_word_that_nobody_wrote_is_found_as_soon_as_somebody_does()
    {
        var facts = new WordFacts(TimeProvider.System);
        Assert.Equal(0, await CountAsync(facts, "sparrow"));

        await _postgres.ExecuteAsync("update images set title = 'Sparrows' where id = 7");

        Assert.Equal(1, await CountAsync(facts, "sparrow"));
    }

    [PostgresFact]
    public async Task What_a_mistyped_word_was_meant_to_be_is_looked_for_once_and_no_more_when_somebody_writes_it()
    {
        var facts = new WordFacts(TimeProvider.System);
        Assert.Equal(["heron"], (await FindAsync(facts, "herron")).Guesses);

        // Were they looked for again there would be none.
        await _postgres.ExecuteAsync("create table away as table dictionary; delete from dictionary; delete from images where id = 5");
        Assert.Equal(["heron"], (await FindAsync(facts, "herron")).Guesses);

        await _postgres.ExecuteAsync("insert into dictionary select * from away on conflict do nothing; update images set title = 'A herron' where id = 7");
        var written = await FindAsync(facts, "herron");
        Assert.Empty(written.Guesses);
        Assert.Equal(1, written.Images);

        await _postgres.ExecuteAsync("update images set title = 'A heron' where id = 7");
        var gone = await FindAsync(facts, "herron");
        Assert.Contains("heron", gone.Guesses);
        Assert.Equal(0, gone.Images);
    }

    [PostgresFact]
    public async Task A_search_that_began_before_a_change_sees_and_leaves_the_time_before()
    {
        var facts = new WordFacts(TimeProvider.System);
        await using var before = await LibrarySnapshot.OpenUnreadAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), CancellationToken.None);
        await before.CompareAsync(PgSnapshot.Nothing, CancellationToken.None);
        await _postgres.ExecuteAsync("delete from images where id in (3, 4)");
        Assert.Equal(8, await CountAsync(facts, "heron"));

        var old = await facts.OfAsync(before, ["heron"], CancellationToken.None);

        Assert.Equal(10, old.Single().Images);
        Assert.Equal(8, await CountAsync(facts, "heron"));
    }

    private async Task<long> CountAsync(WordFacts facts, string word)
    {
        await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), CancellationToken.None);
        return (await facts.OfAsync(snapshot, [word], CancellationToken.None)).Single().Images;
    }

    private async Task<WordFact> FindAsync(WordFacts facts, string word)
    {
        await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), CancellationToken.None);
        return (await facts.OfAsync(snapshot, [word], CancellationToken.None)).Single();
    }

    private async Task<IReadOnlyList<WordFact>> FindAsync(params string[] words)
    {
        await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), CancellationToken.None);
        return await new WordFacts(TimeProvider.System).OfAsync(snapshot, words, CancellationToken.None);
    }
}
