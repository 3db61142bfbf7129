using Microsoft.Extensions.Options;

namespace Photoseek.Search.Tests;

public sealed class SearchQueueTests
{
    [Fact]
    public async Task A_bounded_number_waits_and_one_more_is_refused()
    {
        using var queue = new SearchQueue(Options.Create(new SearchOptions { MaxWaiting = 3 }));
        var turns = new List<SearchQueue.Turn>();
        var waiting = new List<Task<SearchQueue.Turn>>();
        while (waiting.Count < 3)
        {
            var turn = queue.WaitAsync(CancellationToken.None);
            if (turn.IsCompleted)
            {
                turns.Add(await turn);
            }
            else
            {
                waiting.Add(turn);
            }
        }

        await Assert.ThrowsAsync<SearchBusyException>(() => queue.WaitAsync(CancellationToken.None));
        turns[0].Dispose();
        turns.Add(await await Task.WhenAny(waiting));
        Assert.False(queue.WaitAsync(CancellationToken.None).IsFaulted);
    }

    [Fact]
    public async Task Who_leaves_makes_room()
    {
        using var queue = new SearchQueue(Options.Create(new SearchOptions { MaxWaiting = 1 }));
        using var gone = new CancellationTokenSource();
        var last = queue.WaitAsync(gone.Token);
        while (last.IsCompleted)
        {
            await last;
            last = queue.WaitAsync(gone.Token);
        }

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
        Assert.False(queue.WaitAsync(CancellationToken.None).IsFaulted);
    }
}
