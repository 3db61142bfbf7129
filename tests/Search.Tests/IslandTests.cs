using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>
/// A part of the index's graph with no way out: more equal vectors than a row of the graph has neighbours, far from all others.
/// Some links lead there, as the first of them found no others; but those that came later pushed out the way back.
/// </summary>
public sealed class IslandTests : IAsyncLifetime
{
    private const int Dimension = 64;
    private const int Mainland = 1000;
    private const int Island = 400;
    private static readonly ModelIdentity Model = SampleLibrary.Model(Dimension);
    private static readonly SearchOptions AlwaysIndex = new() { ExactRows = 0, CopyLikeness = 0 };
    private static readonly SearchOptions AlwaysExact = new() { ExactRows = 10_000_000, CopyLikeness = 0 };
    private readonly TestPostgres _postgres = new();
    private NpgsqlDataSource? _unsorted;
    private float[] _centre = [];

    // So few rows would rather be sorted.
    private NpgsqlDataSource Unsorted => _unsorted ??= NpgsqlDataSource.Create(_postgres.ConnectionString + ";Options=-c enable_sort=off");

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        var vectors = new ClusteredVectors(seed: 5, Dimension, clusters: 20);
        _centre = [.. vectors.Next().Select(static x => -x)];
        var generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await _postgres.ExecuteAsync($"alter table image_vectors_{generation} set (autovacuum_enabled = off)");
        await SampleLibrary.AddAsync(_postgres, generation, [.. vectors.Take(Mainland), .. Enumerable.Repeat(_centre, Island)]);

        // A graph is drawn by lot, and in one of many a way back is left.
        for (var tries = 0; tries < 20 && await CountByIndexAsync(2 * Island) > Island; tries++)
        {
            await _postgres.ExecuteAsync($"reindex index image_vectors_{generation}_hnsw");
        }
    }

    public async Task DisposeAsync()
    {
        if (_unsorted is not null)
        {
            await _unsorted.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }

    [PostgresTheory]
    [InlineData("delete from images where id > 1000")]
    [InlineData("update images set hidden_at = now() where id > 1000")]
    public async Task Pictures_that_are_gone_or_hidden_hide_none_of_the_others(string sql)
    {
        await _postgres.ExecuteAsync(sql);
        Assert.Equal(0, await CountByIndexAsync(200));
        var request = new SearchRequest { Text = "x", TopK = 50 };

        var exact = await new TestSearch(_postgres.DataSource, AlwaysExact).RunAsync(request, _centre, Model);
        var answer = await new TestSearch(Unsorted, AlwaysIndex).RunAsync(request, _centre, Model);

        Assert.Equal((50, 50), (exact.Hits.Count, answer.Hits.Count));
        Assert.Equal(exact.Hits, answer.Hits);
        Assert.Equal((SearchPath.Exact, SearchPath.Hnsw, true), (exact.Path, answer.Path, answer.More));
    }

    /// <summary>The first pages are the index's, which knows no order among equal ones; those behind them come of comparing all.</summary>
    [PostgresFact]
    public async Task Pages_go_on_behind_the_end_of_the_index_and_neither_repeat_nor_lose_a_picture()
    {
        await _postgres.ExecuteAsync("delete from images where id > 1300");
        Assert.InRange(await CountByIndexAsync(400), 200, 300);
        List<long> paged = [];
        List<long> exact = [];
        for (var offset = 0; offset < 500; offset += 50)
        {
            var request = new SearchRequest { Text = "x", TopK = 50, Offset = offset };
            paged.AddRange((await new TestSearch(Unsorted, AlwaysIndex).RunAsync(request, _centre, Model)).Hits.Select(static hit => hit.Id));
            exact.AddRange((await new TestSearch(_postgres.DataSource, AlwaysExact).RunAsync(request, _centre, Model)).Hits.Select(static hit => hit.Id));
        }

        Assert.Equal(500, exact.Count);
        Assert.Equal(exact.Order(), paged.Order());
        Assert.Equal(exact.Skip(300), paged.Skip(300));
    }

    private async Task<int> CountByIndexAsync(int depth)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(Unsorted, TimeSpan.FromMinutes(1), null, CancellationToken.None);
        return (await CandidateQuery.IndexedAsync(snapshot, snapshot.Serving!, _centre, CandidateFilter.None, depth, AlwaysIndex.EfSearch, CancellationToken.None)).Count;
    }
}
