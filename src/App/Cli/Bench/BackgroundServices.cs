namespace Photoseek.App.Cli.Bench;

/// <summary>What a server does beside requests, begun and ended where there is no host.</summary>
internal sealed class BackgroundServices : IAsyncDisposable
{
    private readonly IReadOnlyList<IHostedService> _services;

    private BackgroundServices(IReadOnlyList<IHostedService> services) => _services = services;

    /// <summary>Begins all that are registered, as a host does.</summary>
    public static async Task<BackgroundServices> StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var background = new BackgroundServices([.. services.GetServices<IHostedService>()]);
        foreach (var service in background._services)
        {
            await service.StartAsync(cancellationToken);
        }

        foreach (var service in background._services.OfType<IHostedLifecycleService>())
        {
            await service.StartedAsync(cancellationToken);
        }

        return background;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.StopAsync(CancellationToken.None);
        }
    }
}
