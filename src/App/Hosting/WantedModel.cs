using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;

namespace Photoseek.App.Hosting;

/// <summary>What the server does when the configured model is a known one that is not on this machine yet.</summary>
internal static class WantedModel
{
    /// <summary>
    /// Has the wanted model installed in the background while the library is served by what it has, unless
    /// <c>Models:AutoInstall</c> is off. Leaves a model that is here, and one that nobody knows (which is an error of its
    /// own), as configured.
    /// </summary>
    public static void InstallInBackground(WebApplicationBuilder builder)
    {
        var options = new EmbeddingOptions();
        builder.Configuration.GetSection("Embedding").Bind(options);
        var wanted = new ModelCatalog(Options.Create(options)).List().FirstOrDefault(m => m.Name == options.Model);
        if (wanted is { Folder: null } && builder.Configuration.GetValue("Models:AutoInstall", defaultValue: true))
        {
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ModelInstallation>(services, wanted.Name));
        }
    }
}
