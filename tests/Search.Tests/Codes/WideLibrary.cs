using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Search.Tests.Codes;

/// <summary>
/// 60,000 vectors of 32 numbers and their codes, more than a filter is followed through. Every tenth image is of the project
/// <c>tenth</c>, every odd one of <c>half</c>; the category <c>far</c> are the 2,000 images that are furthest from <see cref="Query"/>.
/// </summary>
public sealed class WideLibrary : IAsyncLifetime
{
    public const int Count = 60_000;
    private const int Dimension = 32;
    private KeptCodes? _codes;

    internal static ModelIdentity Model { get; } = SampleLibrary.Model(Dimension);

    internal TestPostgres Postgres { get; } = new();

    internal float[] Query { get; private set; } = [];

    /// <summary>Searches by the codes, with or without a filter.</summary>
    internal TestSearch ByCodes => _codes!.Search;

    /// <summary>Compares all.</summary>
    internal TestSearch Exactly => new(Postgres.DataSource, new SearchOptions { ExactRows = 10_000_000, CopyLikeness = 0 });

    public async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        var generation = await SampleLibrary.ServeAsync(Postgres, Model);
        await Postgres.ExecuteAsync($"drop index image_vectors_{generation}_hnsw");
        var vectors = new ClusteredVectors(seed: 9, Dimension, clusters: 300).Take(Count);
        Query = TextLikeQueries.Take(4, 1, vectors)[0];
        var far = vectors.Select((v, i) => (Id: i + 1L, Score: v.Zip(Query, (a, b) => a * b).Sum())).OrderBy(s => s.Score).Take(2000).Select(s => s.Id).ToHashSet();
        await SampleLibrary.AddAsync(
            Postgres, generation, vectors, projectOf: id => id % 10 == 0 ? "tenth" : id % 2 == 1 ? "half" : null, categoryOf: id => far.Contains(id) ? "far" : null);
        _codes = new KeptCodes(Postgres.DataSource, new SearchOptions { ExactRows = 100, CopyLikeness = 0 });
        await _codes.StepAsync();
    }

    public async Task DisposeAsync()
    {
        await _codes!.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
