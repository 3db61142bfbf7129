namespace Photoseek.Indexing.Jobs;

/// <summary>
/// One reading for all who ask, taken anew when it is older than <paramref name="fresh"/>, and less often where taking
/// it is slow: many watchers of a large library must not cost more than one of a small one.
/// </summary>
internal sealed class Cached<T>(TimeSpan fresh, TimeProvider time, Func<CancellationToken, Task<T>> take) : IDisposable
    where T : class
{
    private const int Rest = 10;

    private readonly SemaphoreSlim _taking = new(1);
    private T? _last;
    private long _takenAt;
    private TimeSpan _good;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        await _taking.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || time.GetElapsedTime(_takenAt) >= _good)
            {
                var started = time.GetTimestamp();
                _last = await take(cancellationToken);
                _takenAt = time.GetTimestamp();
                var cost = time.GetElapsedTime(started, _takenAt) * Rest;
                _good = cost > fresh ? cost : fresh;
            }

            return _last;
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <summary>Has the next reading taken anew: something was just changed.</summary>
    public void Forget() => _good = TimeSpan.Zero;

    public void Dispose() => _taking.Dispose();
}
