using Dapper;
using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>
/// 20,000 clustered vectors of 512 numbers under an HNSW index. Every hundredth image is of the project <c>rare</c>,
/// the others are <c>common</c>; every second one is of the category <c>even</c>.
/// </summary>
public sealed class BigLibrary : IAsyncLifetime
{
    public const int Count = 20_000;
    private const int Dimension = 512;

    internal TestPostgres Postgres { get; } = new();

    internal static ModelIdentity Model { get; } = SampleLibrary.Model(Dimension);

    internal int Generation { get; private set; }

    /// <summary>Queries from the same clusters that are no images of the library.</summary>
    internal IReadOnlyList<float[]> Queries { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        Generation = await SampleLibrary.ServeAsync(Postgres, Model);
        var vectors = new ClusteredVectors(seed: 7, Dimension, clusters: 200);

        // As a bulk load does: rows first, the same index after them.
        var index = await Postgres.ScalarAsync<string>($"select pg_get_indexdef('image_vectors_{Generation}_hnsw'::regclass)");
        await Postgres.ExecuteAsync($"drop index image_vectors_{Generation}_hnsw");
        await SampleLibrary.AddAsync(
            Postgres, Generation, vectors.Take(Count), projectOf: id => id % 100 == 0 ? "rare" : "common", categoryOf: id => id % 2 == 0 ? "even" : null);
        await using var connection = await Postgres.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(index!, commandTimeout: 300);
        Queries = vectors.Take(50);
    }

    public Task DisposeAsync() => Postgres.DisposeAsync();
}
