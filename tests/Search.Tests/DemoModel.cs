using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Search.Cache;
using Photoseek.Search.Codes;
using Photoseek.Search.Queries;
using Photoseek.Search.Tests.Texts;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>The model that comes with the app, and a library of some of its demo pictures.</summary>
public sealed class DemoModel : IAsyncLifetime, IDisposable
{
    public const int Count = 40;
    private readonly PictureDecoder _decoder = new(new PictureLimits());
    private QueryEmbedder? _embedder;

    internal TestPostgres Postgres { get; } = new();

    /// <summary>The library's pictures; the first has the id 1.</summary>
    internal static IReadOnlyList<string> Pictures { get; } =
        [.. Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Order(StringComparer.Ordinal).Take(Count)];

    public async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        var options = Options.Create(new EmbeddingOptions { ShippedModels = Repository.Path("models") });
        var pool = new ModelPool(new ModelCatalog(options), options, TimeProvider.System, NullLogger<ModelPool>.Instance);
        _embedder = new QueryEmbedder(pool, _decoder, options);
        using var model = await pool.UseAsync(EmbeddingOptions.ShippedModel, CancellationToken.None);
        var generation = await SampleLibrary.ServeAsync(Postgres, model.Model.Identity);
        var vectors = new List<float[]>();
        foreach (var picture in Pictures)
        {
            vectors.Add(await _embedder.EmbedPictureAsync(model, await File.ReadAllBytesAsync(picture), CancellationToken.None));
        }

        await SampleLibrary.AddAsync(Postgres, generation, vectors);
    }

    /// <summary>What makes the vectors of all searches here.</summary>
    internal QueryEmbedder Embedder => _embedder!;

    public void Dispose() => _embedder?.Dispose();

    /// <summary>A search that leaves nothing out unless the options say so.</summary>
    /// <param name="options">How to search.</param>
    /// <param name="ollama">Where Ollama is; null where it is switched off.</param>
    /// <param name="patience">How long a search waits for Ollama; null: long.</param>
    internal PictureSearch Search(SearchOptions? options = null, Uri? ollama = null, TimeSpan? patience = null)
    {
        // A busy machine is not what these tests are about.
        var set = Options.Create(options ?? new SearchOptions { Cutoff = 0, CopyLikeness = 0, WordDeadline = TimeSpan.FromSeconds(30) });
        return new PictureSearch(
            _embedder!,
            new QueryVectors(_embedder!, new QueryVectorCache(set)),
            new LibrarySearch(Postgres.DataSource, new CodeLibrary(), new ScanGate(), new LibraryMeans(TimeProvider.System), new LibraryFacets(TimeProvider.System), set),
            new WordLeg(Postgres.DataSource, set, TimeProvider.System),
            TextLegs.Of(Postgres.DataSource, set, ollama, patience),
            new SearchQueue(set, new RightOfWay(TimeProvider.System)),
            new ResultCache(Postgres.DataSource, set, TimeProvider.System),
            set,
            TimeProvider.System);
    }

    Task IAsyncLifetime.DisposeAsync() => Postgres.DisposeAsync();
}
