using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Photoseek.App.Access;

/// <summary>Takes a known reverse proxy's word for the caller's address and for TLS, and nobody else's.</summary>
internal static class KnownProxies
{
    public static IServiceCollection AddKnownProxies(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<ProxyOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Before anything that looks at the address.</summary>
    public static WebApplication UseKnownProxies(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Networks.ToList();
        if (networks.Count == 0)
        {
            return app;
        }

        // Through as many known ones as there are, up to the first that is not.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        networks.ForEach(options.KnownIPNetworks.Add);
        app.UseForwardedHeaders(options);
        return app;
    }
}
