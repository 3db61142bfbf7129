namespace Photoseek.Indexing.Worker;

/// <summary>Says that there is new work. Rings while nobody waits are remembered as one.</summary>
internal sealed class WorkBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    public void Dispose() => _rung.Dispose();

    /// <summary>Waits for a ring, or until the time is up.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ring = _rung.WaitAsync(waiting.Token);
        await Task.WhenAny(ring, Task.Delay(atMost, time, waiting.Token));
        await waiting.CancelAsync();
        await ring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
