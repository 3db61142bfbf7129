using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Search.Cache;
using Photoseek.Search.Codes;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Tests.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests.Labelled;

/// <summary>The demo pictures with what a family might have written about them, and searches with their right answers.</summary>
public sealed class LabelledLibrary : IAsyncLifetime, IDisposable
{
    private static readonly string[] Names = [.. Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Select(static p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
    private readonly TestPostgres _postgres = new();
    private readonly PictureDecoder _decoder = new(new PictureLimits());
    private QueryEmbedder? _embedder;

    internal FakeOllama Ollama { get; } = new();

    internal static IReadOnlyList<LabelledQuery> Queries { get; } = JsonSerializer.Deserialize<LabelledQuery[]>(
        File.ReadAllText(Repository.Path("bench", "Labelled", "queries.json")), JsonSerializerOptions.Web)!;

    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is not null)
        {
            return;
        }

        await _postgres.InitializeAsync();
        var options = Options.Create(new EmbeddingOptions { ShippedModels = Repository.Path("models") });
        var pool = new ModelPool(new ModelCatalog(options), options, TimeProvider.System, NullLogger<ModelPool>.Instance);
        _embedder = new QueryEmbedder(pool, _decoder, options);
        using var model = await pool.UseAsync(EmbeddingOptions.ShippedModel, CancellationToken.None);
        var generation = await SampleLibrary.ServeAsync(_postgres, model.Model.Identity);
        var vectors = await Task.WhenAll(Names.Select(async name =>
            await _embedder.EmbedPictureAsync(model, await File.ReadAllBytesAsync(Repository.Path("demo", "photos", name)), CancellationToken.None)));
        await SampleLibrary.AddAsync(_postgres, generation, vectors);
        await LabelAsync();
        await TextVectors.ServeAsync(_postgres.DataSource, FakeModel.Nomic);
    }

    public async Task DisposeAsync()
    {
        await Ollama.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    public void Dispose() => _embedder?.Dispose();

    /// <summary>The names of the first ten by the whole search.</summary>
    internal async Task<IReadOnlyList<string>> SearchAsync(string typed, SearchOptions options)
    {
        var answer = await Search(options).SearchAsync(new SearchRequest { Text = typed, TopK = 10 }, CancellationToken.None);
        return [.. answer.Hits.Select(static hit => Names[hit.Id - 1])];
    }

    /// <summary>The names of all that a search keeps.</summary>
    internal async Task<IReadOnlyList<string>> KeptAsync(string typed, double cutoff)
    {
        var request = new SearchRequest { Text = typed, TopK = 100, Cutoff = cutoff };
        var search = Search(new SearchOptions());
        var first = await search.SearchAsync(request, CancellationToken.None);
        var second = await search.SearchAsync(request with { Offset = 100 }, CancellationToken.None);
        return [.. first.Hits.Concat(second.Hits).Select(static hit => Names[hit.Id - 1])];
    }

    private PictureSearch Search(SearchOptions options)
    {
        var set = Options.Create(options);
        return new PictureSearch(
            _embedder!,
            new QueryVectors(_embedder!, new QueryVectorCache(set)),
            new LibrarySearch(_postgres.DataSource, new CodeLibrary(), new ScanGate(), new LibraryMeans(TimeProvider.System), new LibraryFacets(TimeProvider.System), set),
            new WordLeg(_postgres.DataSource, set, TimeProvider.System),
            TextLegs.Of(_postgres.DataSource, set, Ollama.Address),
            new SearchQueue(set, new RightOfWay(TimeProvider.System)),
            new ResultCache(_postgres.DataSource, set, TimeProvider.System),
            set,
            TimeProvider.System);
    }

    /// <summary>The names of the first ten by words alone.</summary>
    internal async Task<IReadOnlyList<string>> WordsAsync(string typed)
    {
        var query = QueryParser.Parse(typed);
        await using var snapshot = await LibrarySnapshot.OpenAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), null, CancellationToken.None);
        var matches = await WordQuery.RunAsync(snapshot, new WordFacts(TimeProvider.System), WordQuery.WordsOf(query), CandidateFilter.Of(new SearchRequest(), query), 10, CancellationToken.None);
        return [.. matches.Best.Select(static match => Names[match.Id - 1])];
    }

    /// <summary>The names of the first ten by the vectors of what is written alone.</summary>
    internal async Task<IReadOnlyList<string>> TextsAsync(string typed)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(_postgres.DataSource, TimeSpan.FromSeconds(30), null, CancellationToken.None);
        var matches = await TextLegs.Of(_postgres.DataSource, Options.Create(new SearchOptions { TextDeadline = TimeSpan.FromSeconds(30) }), Ollama.Address)
            .RunAsync(new SearchRequest { Text = typed }, QueryParser.Parse(typed), snapshot.Texts, CancellationToken.None);
        return [.. matches.Best.Take(10).Select(static match => Names[match.Id - 1])];
    }

    private async Task LabelAsync()
    {
        const string sql = "update images set file_name = $2, title = $3, tags = $4, persons = $5 where id = $1";
        var labels = JsonSerializer.Deserialize<Dictionary<string, Label>>(await File.ReadAllTextAsync(Repository.Path("bench", "Labelled", "labels.json")), JsonSerializerOptions.Web)!;
        await using var batch = _postgres.DataSource.CreateBatch();
        for (var i = 0; i < Names.Length; i++)
        {
            var label = labels[Names[i]];
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new() { Value = (long)i + 1 }, new() { Value = Names[i] }, new() { Value = (object?)label.Title ?? DBNull.Value, DataTypeName = "text" },
                    new() { Value = label.Tags }, new() { Value = label.Persons },
                },
            });
        }

        await batch.ExecuteNonQueryAsync();
        await _postgres.ExecuteAsync("analyze images");
    }

    private sealed record Label(string? Title, string[] Tags, string[] Persons);
}
