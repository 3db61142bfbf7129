using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Photoseek.Search;

/// <summary>Queries over what Indexing wrote. Wants an <c>NpgsqlDataSource</c> and the Embedding module.</summary>
public static class SearchModule
{
    /// <summary>Adds <see cref="PictureSearch"/>.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<SearchOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
