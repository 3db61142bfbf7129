using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class SearchQueueTests
{
    [Fact]
    public async Task A_bounded_number_waits_and_one_more_is_refused()
    {
        using var queue = new SearchQueue(Options.Create(new SearchOptions { MaxWaiting = 3 }), new RightOfWay(TimeProvider.System));
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
    public async Task Who_has_a_turn_goes_before_work_in_the_background()
    {
        var clock = new HeldClock();
        var way = new RightOfWay(clock);
        using var queue = new SearchQueue(Options.Create(new SearchOptions()), way);
        var turn = await queue.WaitAsync(CancellationToken.None);
        var behind = new Thread(() =>
        {
            way.StandBehind(Environment.ProcessorCount - 1);
            clock.Pass(TimeSpan.FromSeconds(1));
            RightOfWay.GiveWay();
        })
        { IsBackground = true };
        behind.Start();

        Assert.False(behind.Join(TimeSpan.FromMilliseconds(50)));
        turn.Dispose();

        Assert.True(behind.Join(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Who_leaves_makes_room()
    {
        using var queue = new SearchQueue(Options.Create(new SearchOptions { MaxWaiting = 1 }), new RightOfWay(TimeProvider.System));
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
