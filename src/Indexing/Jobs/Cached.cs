namespace Photoseek.Indexing.Jobs;

/// <summary>
/// One reading for all who ask, taken anew when it is older than <paramref name="fresh"/>, and less often where taking
/// it is slow: many watchers of a large library must not cost more than one of a small one. A reading is nobody's own:
/// who leaves before it is there does not break it off for the others.
/// </summary>
internal sealed class Cached<T>(TimeSpan fresh, TimeProvider time, Func<CancellationToken, Task<T>> take) : IDisposable
    where T : class
{
    private const int Rest = 10;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private Reading? _last;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is null || _last.IsOver(fresh, time))
            {
                _last = new Reading(take, time, _end.Token);
            }

            return _last.Value.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Has the next reading taken anew, whatever is being read now: something was just changed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _last = null;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private sealed class Reading
    {
        private readonly long _began;
        private TimeSpan _cost;

        public Reading(Func<CancellationToken, Task<T>> take, TimeProvider time, CancellationToken cancellationToken)
        {
            _began = time.GetTimestamp();
            Value = TakeAsync(take, time, cancellationToken);
        }

        public Task<T> Value { get; }

        public bool IsOver(TimeSpan fresh, TimeProvider time)
        {
            if (!Value.IsCompleted)
            {
                return false;
            }

            var rest = _cost * Rest;
            return !Value.IsCompletedSuccessfully || time.GetElapsedTime(_began) - _cost >= (rest > fresh ? rest : fresh);
        }

        private async Task<T> TakeAsync(Func<CancellationToken, Task<T>> take, TimeProvider time, CancellationToken cancellationToken)
        {
            var value = await take(cancellationToken);
            _cost = time.GetElapsedTime(_began);
            return value;
        }
    }
}
