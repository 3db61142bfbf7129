using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;

namespace Photoseek.App.Hosting;

/// <summary>What the server does when the configured model is a known one that is not on this machine yet.</summary>
internal static class WantedModel
{
    /// <summary>What is served until it is here: the bundle that came with the app.</summary>
    private const string Meanwhile = "demo-world";

    /// <summary>
    /// Lets the shipped model be served, and has the wanted one installed in the background. Leaves a model that is
    /// here, and one that nobody knows (which is an error of its own), as configured.
    /// </summary>
    public static void InstallInBackground(WebApplicationBuilder builder)
    {
        var options = new EmbeddingOptions();
        builder.Configuration.GetSection("Embedding").Bind(options);
        var wanted = new ModelCatalog(Options.Create(options)).List().FirstOrDefault(m => m.Name == options.Model);
        if (wanted is not { Folder: null })
        {
            return;
        }

        builder.Configuration["Embedding:Model"] = Meanwhile;
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ModelInstallation>(services, wanted.Name));
    }
}
