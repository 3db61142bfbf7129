using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Ollama;

namespace Photoseek.Embedding;

/// <summary>Bytes or text in, unit vector out. Knows no database, no HTTP server and no object store.</summary>
public static class EmbeddingModule
{
    /// <summary>
    /// Adds <see cref="PictureDecoder"/>, <see cref="ModelCatalog"/>, <see cref="ModelInstaller"/>, the
    /// <see cref="ModelPool"/> of a library's models, and for who has no library the configured <see cref="ClipModel"/>,
    /// loaded when it is first asked for.
    /// </summary>
    public static IServiceCollection AddEmbedding(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<EmbeddingOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => new PictureDecoder(Options(s).Limits));
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<RightOfWay>();
        services.AddSingleton<ModelPool>();
        services.AddHttpClient(nameof(ModelDownload), http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) });
        services.AddTransient(s => new ModelInstaller(
            s.GetRequiredService<ModelCatalog>(),
            Options(s),
            new ModelDownload(
                s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(ModelDownload)),
                s.GetRequiredService<TimeProvider>(),
                silence: TimeSpan.FromSeconds(30),
                retryDelay: TimeSpan.FromSeconds(1)),
            ModelInstaller.FreeBytes,
            s.GetRequiredService<ILogger<ModelInstaller>>()));
        services.AddSingleton(Load);
        return services;
    }

    /// <summary>Adds <see cref="OllamaClient"/> and <see cref="OllamaWatch"/>.</summary>
    public static IServiceCollection AddOllama(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<OllamaOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<OllamaOptions>, OllamaOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);

        // One client for the life of the process: its connections are made anew every now and then, as the address may move.
        services.AddHttpClient(nameof(OllamaClient), static http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static s => new SocketsHttpHandler
            {
                ConnectTimeout = s.GetRequiredService<IOptions<OllamaOptions>>().Value.ConnectTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
            });
        services.AddSingleton(static s => new OllamaClient(
            s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(OllamaClient)),
            s.GetRequiredService<IOptions<OllamaOptions>>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OllamaWatch>();
        return services;
    }

    private static EmbeddingOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<EmbeddingOptions>>().Value;

    private static ClipModel Load(IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var start = time.GetTimestamp();
        var options = Options(services);
        var folder = services.GetRequiredService<ModelCatalog>().Find(options.Model);
        var model = ClipModel.Load(folder, options);
        LogMessages.Loaded(
            services.GetRequiredService<ILogger<ClipModel>>(),
            model.Identity.Name,
            folder,
            time.GetElapsedTime(start).TotalMilliseconds,
            model.Identity.Dimension,
            model.Identity.Sha256);
        return model;
    }
}
