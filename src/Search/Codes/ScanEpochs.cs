namespace Photoseek.Search.Codes;

/// <summary>Lets the one who changes the codes wait until no scan runs that began before, without ever stopping a scan.</summary>
internal sealed class ScanEpochs
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(2);
    private readonly Lock _lock = new();
    private readonly int[] _running = new int[2];
    private int _epoch;

    /// <summary>A scan begins; hand the number to <see cref="End"/>.</summary>
    public int Begin()
    {
        lock (_lock)
        {
            _running[_epoch]++;
            return _epoch;
        }
    }

    public void End(int epoch)
    {
        lock (_lock)
        {
            _running[epoch]--;
        }
    }

    /// <summary>Waits for the scans that run now. One caller at a time.</summary>
    public async Task DrainAsync(TimeProvider time)
    {
        int before;
        lock (_lock)
        {
            before = _epoch;
            _epoch = 1 - before;
        }

        while (IsRunning(before))
        {
            await Task.Delay(_pause, time);
        }
    }

    private bool IsRunning(int epoch)
    {
        lock (_lock)
        {
            return _running[epoch] > 0;
        }
    }
}
