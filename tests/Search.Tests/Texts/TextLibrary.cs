using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Photoseek.Embedding;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests.Texts;

/// <summary>A library whose pictures have titles and their vectors, as indexing would leave it, and an Ollama beside it.</summary>
internal sealed class TextLibrary : IAsyncDisposable
{
    private readonly TestPostgres _postgres = new();
    private ServiceProvider? _services;

    public FakeOllama Ollama { get; } = new();

    public NpgsqlDataSource Database => _postgres.DataSource;

    public TextLeg Leg => _services!.GetRequiredService<TextLeg>();

    public TextQueryEmbedder Embedder => _services!.GetRequiredService<TextQueryEmbedder>();

    public static async Task<TextLibrary> OpenAsync(IReadOnlyList<string> titles, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var library = new TextLibrary();
        await library._postgres.InitializeAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Ollama:Address", library.Ollama.Address.AbsoluteUri),
                new("Ollama:QueryDeadline", "00:00:10"),
                new("Search:WordDeadline", "00:00:10"),
                new("Search:TextDeadline", "00:00:10"),
            ])
            .AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create<string, string?>(s.Key, s.Value)))
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(library.Database);
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        library._services = services
            .AddEmbedding(configuration.GetSection("Embedding")).AddOllama(configuration.GetSection("Ollama")).AddSearch(configuration.GetSection("Search"))
            .BuildServiceProvider();
        await library.AddAsync(titles);
        return library;
    }

    /// <summary>Serves a generation of the model with a vector for each picture that has a title.</summary>
    public Task ServeAsync(FakeModel model) => TextVectors.ServeAsync(Database, model);

    /// <summary>Looks as a search does: the pictures' ids, best first.</summary>
    public async Task<(TextLegState State, string Found, string? Reason)> FindAsync(string typed)
    {
        var matches = await AskAsync(typed);
        return (matches.State, string.Join(',', matches.Best.Select(static c => c.Id)), matches.Reason);
    }

    public async Task<TextMatches> AskAsync(string typed)
    {
        var query = QueryParser.Parse(typed);
        await using var snapshot = await LibrarySnapshot.OpenAsync(Database, TimeSpan.FromSeconds(30), null, CancellationToken.None);
        return await Leg.RunAsync(new SearchRequest { Text = typed }, query, snapshot.Texts, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _services!.DisposeAsync();
        await Ollama.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task AddAsync(IReadOnlyList<string> titles)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into images (content_sha256, byte_size, format, width, height, file_name, title, project)
            select sha256(n::text::bytea), 1, 'jpeg', 1, 1, n || '.jpg', nullif(title, ''), case when n % 2 = 0 then 'even' end
            from unnest(@titles) with ordinality as t(title, n) order by n
            """,
            new { titles });
    }
}
