using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;

namespace Photoseek.Embedding;

/// <summary>Bytes or text in, unit vector out. Knows no database, no HTTP server and no object store.</summary>
public static class EmbeddingModule
{
    /// <summary>
    /// Adds <see cref="PictureDecoder"/>, <see cref="ModelCatalog"/>, <see cref="ModelInstaller"/> and the served
    /// <see cref="ClipModel"/>, which is loaded when it is first asked for (the host asks before it listens).
    /// </summary>
    public static IServiceCollection AddEmbedding(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<EmbeddingOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
