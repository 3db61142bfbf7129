using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.App.Database;
using Photoseek.Embedding;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Hosting;

/// <summary>The modules and the names of their sections: the same for the web host and for every verb.</summary>
internal static class Modules
{
    public static IServiceCollection AddModules(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddDatabase(connectionString);
        services.AddAccess(configuration.GetSection("Access"), configuration.GetSection("Limits"));
        services.AddEmbedding(configuration.GetSection("Embedding"));
        services.AddOllama(configuration.GetSection("Ollama"));
        services.AddOptions<SwitchOptions>().Bind(configuration.GetSection("Switches")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OllamaOptions>().PostConfigure<IOptions<SwitchOptions>>(static (ollama, switches) =>
        {
            // Without a model nobody is asked, which is what switched off means.
            ollama.CaptionModel = switches.Value.Captions ? ollama.CaptionModel : "";
            ollama.ExplanationModel = switches.Value.Explanations ? ollama.ExplanationModel : "";
        });
        services.AddIndexing(configuration.GetSection("Indexing"), configuration.GetSection("Storage"), configuration.GetSection("Library"), configuration.GetSection("Sources"));
        services.AddSearch(configuration.GetSection("Search"));
        return services;
    }
}
