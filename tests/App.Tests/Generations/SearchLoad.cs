using System.Collections.Concurrent;

namespace Photoseek.App.Tests.Generations;

/// <summary>Searches without a pause from several sides until stopped, and counts.</summary>
internal sealed class SearchLoad
{
    private static readonly string[] Texts = ["boats at night", "a red house", "snow on a mountain", "a cat in the garden"];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private int _count;
    private int _empty;

    /// <param name="search">One search: how many results it had.</param>
    public SearchLoad(Func<string, Task<int>> search) => _loops = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => LoopAsync(search)))];

    public int Count => Volatile.Read(ref _count);

    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Waits until so many more searches have been made.</summary>
    public Task MoreAsync(int count)
    {
        var goal = Count + count;
        return Testing.Eventually.TrueAsync(() => Count >= goal, TimeSpan.FromMinutes(1), "The searches stand still.");
    }

    /// <summary>Ends it: nothing may have failed, and nothing may have found nothing.</summary>
    public async Task EndWellAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        _stop.Dispose();
        Assert.Empty(Failures);
        Assert.Equal(0, _empty);
        Assert.True(Count > 0, "Nothing was searched.");
    }

    private async Task LoopAsync(Func<string, Task<int>> search)
    {
        while (!_stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _count);
            try
            {
                if (await search(Texts[number % Texts.Length]) == 0)
                {
                    Interlocked.Increment(ref _empty);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is a failed search.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Failures.Enqueue(exception.ToString());
            }
        }
    }
}
