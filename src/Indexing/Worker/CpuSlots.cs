using System.Collections.Concurrent;
using Photoseek.Embedding;

namespace Photoseek.Indexing.Worker;

/// <summary>Decoding and embedding take turns on the cores: never more of both than there are, and behind searches.</summary>
internal sealed class CpuSlots(int count, RightOfWay way) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly ConcurrentBag<int> _places = [.. Enumerable.Range(0, count)];

    /// <summary>Runs on a thread of its own: seconds of arithmetic would starve the pool that answers requests.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        _places.TryTake(out var place);
        try
        {
            return await Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _places.Add(place);
            _free.Release();
        }

        T Run()
        {
            ThreadRank.BeNice();
            way.StandBehind(place);
            return work();
        }
    }

    public void Dispose() => _free.Dispose();
}
