using Microsoft.Extensions.Options;
using Photoseek.Embedding;

namespace Photoseek.Search;

/// <summary>Lets a few searches work at a time and a bounded number wait for their turn.</summary>
internal sealed class SearchQueue(IOptions<SearchOptions> options, RightOfWay way) : IDisposable
{
    // One waits for Postgres while another has the core.
    private static readonly int _working = Math.Max(4, 2 * Environment.ProcessorCount);
    private readonly SemaphoreSlim _turns = new(_working);
    private int _inside;
    private long _lastUsed = long.MinValue / 2;

    /// <summary>Whether nobody has searched for so long.</summary>
    public bool IsQuiet(TimeSpan length) =>
        Volatile.Read(ref _inside) == 0 && Environment.TickCount64 - Volatile.Read(ref _lastUsed) >= length.TotalMilliseconds;

    /// <summary>Waits for a turn; dispose what it gives when the search is done.</summary>
    /// <exception cref="SearchBusyException">Too many wait already.</exception>
    public async Task<Turn> WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > _working + options.Value.MaxWaiting)
        {
            Interlocked.Decrement(ref _inside);
            throw new SearchBusyException();
        }

        try
        {
            SearchMetrics.Wait(1);
            try
            {
                await _turns.WaitAsync(cancellationToken);
            }
            finally
            {
                SearchMetrics.Wait(-1);
            }

            return new Turn(this, way.Go());
        }
        catch
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
    }

    public void Dispose() => _turns.Dispose();

    private void End()
    {
        _turns.Release();
        Volatile.Write(ref _lastUsed, Environment.TickCount64);
        Interlocked.Decrement(ref _inside);
    }

    /// <summary>A search's turn.</summary>
    internal sealed class Turn(SearchQueue queue, RightOfWay.Passage passage) : IDisposable
    {
        public void Dispose()
        {
            passage.Dispose();
            queue.End();
        }
    }
}
