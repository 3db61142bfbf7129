using Microsoft.Extensions.Options;

namespace Photoseek.App.Hosting;

/// <summary>How the server ends: it says that it stops, serves on for as long as is configured, and then takes nothing more.</summary>
/// <remarks>Signals are the command line's, which cancels a token; the host's own handler would shut the door at once.</remarks>
internal sealed class Leaving(IHostApplicationLifetime lifetime, IOptions<ShutdownOptions> options, TimeProvider time, ILogger<Leaving> log) : IHostLifetime
{
    private volatile bool _announced;

    /// <summary>Whether nobody should send anything more.</summary>
    public bool IsAnnounced => _announced || lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Returns when the host is to be stopped.</summary>
    /// <param name="told">Cancelled by a signal.</param>
    public async Task WaitAsync(CancellationToken told)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(told, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _announced = true;
        log.Leaving(options.Value.Announce.TotalSeconds);
        await Task.Delay(options.Value.Announce, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
