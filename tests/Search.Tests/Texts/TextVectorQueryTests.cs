using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests.Texts;

/// <summary>Exact or by the index, alone or with a filter: the same are found.</summary>
public sealed class TextVectorQueryTests
{
    private const int Count = 2000;

    // So few rows would rather be sorted.
    private const string Unsorted = "select set_config('enable_sort', 'off', true)";

    private static readonly string[] Nouns = ["dog", "cat", "boat", "house", "tree", "lake", "child", "mountain", "car", "train"];

    [PostgresFact]
    public async Task The_index_finds_what_comparing_all_finds_and_filters_lose_nothing()
    {
        var titles = Enumerable.Range(0, Count).Select(static n => $"{Nouns[n % 10]} {Nouns[n / 10 % 10]} number{n}").ToList();
        await using var library = await TextLibrary.OpenAsync(titles);
        await library.ServeAsync(FakeModel.Mini);
        foreach (var typed in (string[])["dog boat number20", "lake project:even", "train tree name:7", "child -cat", "mountain name:1999.jpg"])
        {
            var query = QueryParser.Parse(typed);
            var filter = CandidateFilter.Of(new SearchRequest { Text = typed }, query);
            var vector = BagOfWords.Embed(string.Join(' ', query.Terms.Where(static t => t.Weight > 0).Select(static t => t.Text)), FakeModel.Mini);
            await using var snapshot = await LibrarySnapshot.OpenAsync(library.Database, TimeSpan.FromMinutes(1), null, CancellationToken.None);
            var generation = snapshot.Texts!;
            Assert.True(generation.IsIndexed);

            var exact = await TextVectorQuery.RunAsync(snapshot, generation, vector, filter, 20, new SearchOptions { ExactRows = 1_000_000 }, CancellationToken.None);

            await snapshot.ExecuteAsync(Unsorted, null, CancellationToken.None);
            var indexed = await TextVectorQuery.RunAsync(snapshot, generation, vector, filter, 20, new SearchOptions { ExactRows = 0 }, CancellationToken.None);
            var plan = await snapshot.QueryAsync<string>("explain " + TextVectorQuery.IndexSql(generation, CandidateFilter.None, 20).Replace("@vector", "array_fill(1::real, array[384])", StringComparison.Ordinal), null, CancellationToken.None);

            Assert.Equal(exact.Count, indexed.Count);
            Assert.InRange(exact.Count, 1, 20);
            Assert.True(exact.Select(static c => c.Id).Intersect(indexed.Select(static c => c.Id)).Count() >= 0.95 * exact.Count, typed);
            Assert.Contains(plan, static line => line.Contains("Index Scan using text_vectors_", StringComparison.Ordinal));
        }
    }

    /// <summary>So many equal texts mostly know only each other in the graph, which is drawn by lot.</summary>
    [PostgresFact]
    public async Task Texts_that_are_gone_hide_none_of_the_others()
    {
        List<string> titles = [.. Enumerable.Range(0, 400).Select(static n => $"{Nouns[n % 10]} number{n}"), .. Enumerable.Repeat("sunset", 400)];
        await using var library = await TextLibrary.OpenAsync(titles);
        await library.ServeAsync(FakeModel.Mini);
        var vector = BagOfWords.Embed("sunset", FakeModel.Mini);
        for (var tries = 0; tries < 20 && await CountByIndexAsync(library, vector, 600) > 400; tries++)
        {
            await ExecuteAsync(library, "reindex index text_vectors_1_hnsw");
        }

        await ExecuteAsync(library, "alter table text_vectors_1 set (autovacuum_enabled = off); delete from images where title = 'sunset' and id > 450");
        Assert.InRange(await CountByIndexAsync(library, vector, 200), 0, 50);
        await using var snapshot = await LibrarySnapshot.OpenAsync(library.Database, TimeSpan.FromMinutes(1), null, CancellationToken.None);
        var exact = await TextVectorQuery.RunAsync(snapshot, snapshot.Texts!, vector, CandidateFilter.None, 200, new SearchOptions { ExactRows = 1_000_000 }, CancellationToken.None);
        await snapshot.ExecuteAsync(Unsorted, null, CancellationToken.None);

        var found = await TextVectorQuery.RunAsync(snapshot, snapshot.Texts!, vector, CandidateFilter.None, 200, new SearchOptions { ExactRows = 0 }, CancellationToken.None);

        Assert.Equal(200, exact.Count);
        Assert.Equal(exact, found);
    }

    [PostgresFact]
    public async Task A_generation_whose_index_is_not_ready_is_compared_one_by_one()
    {
        await using var library = await TextLibrary.OpenAsync(["dog", "cat"], null, ("Search:ExactRows", "0"));
        await library.ServeAsync(FakeModel.Mini);
        await ExecuteAsync(library, "drop index text_vectors_1_hnsw");

        Assert.Equal((TextLegState.Answered, "2,1", null), await library.FindAsync("kitten"));
    }

    [Fact]
    public void The_latest_queries_are_known_and_older_ones_forgotten()
    {
        var vectors = new TextVectorCache(2);
        vectors.Add(1, "a", [1]);
        vectors.Add(1, "b", [2]);
        Assert.True(vectors.TryGet(1, "a", out _));
        vectors.Add(2, "a", [3]);
        vectors.Add(2, "a", [4]);

        Assert.True(vectors.TryGet(1, "a", out var first));
        Assert.False(vectors.TryGet(1, "b", out _));
        Assert.True(vectors.TryGet(2, "a", out var second));
        Assert.Equal((1, 3), (first[0], second[0]));
    }

    private static async Task<int> CountByIndexAsync(TextLibrary library, float[] vector, int depth)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(library.Database, TimeSpan.FromMinutes(1), null, CancellationToken.None);
        await snapshot.ExecuteAsync(Unsorted, null, CancellationToken.None);
        await CandidateQuery.UseIndexAsync(snapshot, 200, CancellationToken.None);
        return (await snapshot.QueryAsync<Candidate>(TextVectorQuery.IndexSql(snapshot.Texts!, CandidateFilter.None, depth), new { vector }, CancellationToken.None)).Count;
    }

    private static async Task ExecuteAsync(TextLibrary library, string sql)
    {
        await using var command = library.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
