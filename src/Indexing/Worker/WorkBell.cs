namespace Photoseek.Indexing.Worker;

/// <summary>Says to everybody who listens that there is new work.</summary>
internal sealed class WorkBell
{
    private TaskCompletionSource _next = NewRing();

    /// <summary>The next ring.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, NewRing()).TrySetResult();

    /// <summary>For one who waits again and again.</summary>
    public BellListener Listen() => new(this);

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
