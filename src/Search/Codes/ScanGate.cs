namespace Photoseek.Search.Codes;

/// <summary>Shares the cores among the scans: one alone has them all, many at a time have one each, and no more run than there are cores.</summary>
internal sealed class ScanGate : IDisposable
{
    private static readonly int _cores = Environment.ProcessorCount;
    private readonly SemaphoreSlim _room = new(_cores);
    private int _running;

    /// <summary>Scans an index when there is room.</summary>
    public async Task<long[]> RunAsync(CodeIndex index, CodeQuery query, int wanted, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            var threads = Math.Max(1, _cores / Interlocked.Increment(ref _running));
            return await CodeScan.RunAsync(index, query, wanted, threads, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();
}
