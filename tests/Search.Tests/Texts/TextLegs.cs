using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding;
using Photoseek.Embedding.Ollama;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Tests.Texts;

/// <summary>The leg of texts as the app has it.</summary>
internal static class TextLegs
{
    /// <param name="database">The library.</param>
    /// <param name="options">How to search it.</param>
    /// <param name="ollama">Where Ollama is; null where it is switched off.</param>
    /// <param name="patience">How long a search waits for Ollama; null: long enough for a machine with much else to do.</param>
    public static TextLeg Of(NpgsqlDataSource database, IOptions<SearchOptions> options, Uri? ollama, TimeSpan? patience = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("Ollama:Enabled", ollama is null ? "false" : "true"),
                new("Ollama:Address", ollama?.AbsoluteUri ?? "http://127.0.0.1:1"),
                new("Ollama:QueryDeadline", (patience ?? TimeSpan.FromSeconds(10)).ToString("c", CultureInfo.InvariantCulture)),
            ]).Build();
        var parts = new ServiceCollection().AddLogging().AddEmbedding(configuration.GetSection("Embedding")).AddOllama(configuration.GetSection("Ollama")).BuildServiceProvider();
        var settings = parts.GetRequiredService<IOptions<OllamaOptions>>();
        return new TextLeg(database, new TextQueryEmbedder(parts.GetRequiredService<OllamaClient>(), settings, options, TimeProvider.System), options, settings, TimeProvider.System);
    }
}
