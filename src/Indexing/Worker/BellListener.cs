namespace Photoseek.Indexing.Worker;

/// <summary>One who waits for the bell. Rings while it does not wait are remembered as one.</summary>
internal sealed class BellListener(WorkBell bell)
{
    private Task _ring = bell.Next;

    /// <summary>Waits for a ring, or until the time is up.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_ring, Task.Delay(atMost, time, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (_ring.IsCompleted)
        {
            _ring = bell.Next;
        }
    }
}
