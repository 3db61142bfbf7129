using Microsoft.Extensions.Options;

namespace Photoseek.App.Hosting;

/// <summary>How the server ends.</summary>
internal static class ShutdownModule
{
    public static IServiceCollection AddShutdown(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<ShutdownOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Leaving>();
        services.AddSingleton<IHostLifetime>(static s => s.GetRequiredService<Leaving>());
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>(static (host, shutdown) =>
        {
            host.ShutdownTimeout = shutdown.Value.Deadline;

            // An upload that uses up the time must not leave none for handing back what the worker has claimed.
            host.ServicesStopConcurrently = true;
        });
        return services;
    }
}
