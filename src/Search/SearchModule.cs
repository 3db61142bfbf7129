using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Ollama;
using Photoseek.Search.Cache;
using Photoseek.Search.Codes;
using Photoseek.Search.Duplicates;
using Photoseek.Search.Explanations;
using Photoseek.Search.Queries;
using Photoseek.Search.Suggestions;

namespace Photoseek.Search;

/// <summary>Queries over what Indexing wrote. Wants an <c>NpgsqlDataSource</c> and the Embedding module with Ollama.</summary>
public static class SearchModule
{
    /// <summary>Adds <see cref="PictureSearch"/>. Without <see cref="AddSearchServing"/>, Postgres answers alone.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<SearchOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<QueryEmbedder>();
        services.AddSingleton<TextQueryEmbedder>();
        services.AddSingleton<TextLeg>();
        services.AddSingleton<LibraryMeans>();
        services.AddSingleton<LibraryFacets>();
        services.AddSingleton<LibrarySearch>();
        services.AddSingleton<WordLeg>();
        services.AddSingleton<SearchQueue>();
        services.AddSingleton<ResultCache>();
        services.AddSingleton<QueryVectorCache>();
        services.AddSingleton<QueryVectors>();
        services.AddSingleton<CodeLibrary>();
        services.AddSingleton<ScanGate>();
        services.AddSingleton(p => new SearchExplanations(p.GetRequiredService<IOptions<OllamaOptions>>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new DuplicateList(p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<IOptions<SearchOptions>>()));
        services.AddSingleton(p => new SuggestionList(p.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(p => new EarlyVectors(
            p.GetRequiredService<QueryEmbedder>(),
            p.GetRequiredService<QueryVectors>(),
            p.GetRequiredService<SearchQueue>(),
            p.GetRequiredService<IOptions<SearchOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PictureSearch(
            p.GetRequiredService<QueryEmbedder>(),
            p.GetRequiredService<QueryVectors>(),
            p.GetRequiredService<LibrarySearch>(),
            p.GetRequiredService<WordLeg>(),
            p.GetRequiredService<TextLeg>(),
            p.GetRequiredService<SearchQueue>(),
            p.GetRequiredService<ResultCache>(),
            p.GetRequiredService<IOptions<SearchOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Keeps the codes of the library in memory, and writes explanations that were asked for, as long as the host runs: for who answers searches.</summary>
    public static IServiceCollection AddSearchServing(this IServiceCollection services) =>
        services.AddHostedService<CodeKeeper>().AddHostedService<ExplanationWriter>();

    /// <summary>Looks for near-duplicates as long as the host runs; one instance of a library is enough, more do no harm.</summary>
    public static IServiceCollection AddDuplicateFinder(this IServiceCollection services) => services.AddHostedService<DuplicateFinder>();
}
