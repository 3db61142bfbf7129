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
            select sha256(i::text::bytea), 1, 'jpeg', 1, 1, i || '.jpg', case when i <= 10 then 'A heron in the Harbours' else 'In the harbours' end
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

    private async Task<IReadOnlyList<WordFact>> FindAsync(params string[] words)
    {
        await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), CancellationToken.None);
        return await new WordFacts(TimeProvider.System).OfAsync(snapshot, words, CancellationToken.None);
    }
}
