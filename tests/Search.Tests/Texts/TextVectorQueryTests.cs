using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests.Texts;

/// <summary>Exact or by the index, alone or with a filter: the same are found.</summary>
public sealed class TextVectorQueryTests
{
    private const int Count = 2000;
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

            // So few rows would rather be sorted.
            await snapshot.ExecuteAsync("select set_config('enable_sort', 'off', true)", null, CancellationToken.None);
            var indexed = await TextVectorQuery.RunAsync(snapshot, generation, vector, filter, 20, new SearchOptions { ExactRows = 0 }, CancellationToken.None);
            var plan = await snapshot.QueryAsync<string>("explain " + TextVectorQuery.IndexSql(generation, CandidateFilter.None, 20).Replace("@vector", "array_fill(1::real, array[384])", StringComparison.Ordinal), null, CancellationToken.None);

            Assert.Equal(exact.Count, indexed.Count);
            Assert.InRange(exact.Count, 1, 20);
            Assert.True(exact.Select(static c => c.Id).Intersect(indexed.Select(static c => c.Id)).Count() >= 0.95 * exact.Count, typed);
            Assert.Contains(plan, static line => line.Contains("Index Scan using text_vectors_", StringComparison.Ordinal));
        }
    }

    [PostgresFact]
    public async Task A_generation_whose_index_is_not_ready_is_compared_one_by_one()
    {
        await using var library = await TextLibrary.OpenAsync(["dog", "cat"], null, ("Search:ExactRows", "0"));
        await library.ServeAsync(FakeModel.Mini);
        await using (var command = library.Database.CreateCommand("drop index text_vectors_1_hnsw"))
        {
            await command.ExecuteNonQueryAsync();
        }

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
}
