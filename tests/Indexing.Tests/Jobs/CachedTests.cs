using Photoseek.Indexing.Jobs;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Jobs;

public sealed class CachedTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly HeldClock _clock = new();
    private int _taken;

    [Fact]
    public async Task Many_watchers_share_a_reading_and_one_who_leaves_does_not_break_it_off()
    {
        var hold = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cached = new Cached<string>(TimeSpan.FromSeconds(1), _clock, token => Take(hold.Task.WaitAsync(token)));
        using var leaving = new CancellationTokenSource();

        var first = cached.GetAsync(leaving.Token);
        var others = Enumerable.Range(0, 20).Select(_ => cached.GetAsync(None)).ToArray();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        hold.SetResult("read");

        Assert.All(await Task.WhenAll(others), static value => Assert.Equal("read", value));
        Assert.Equal(1, _taken);
    }

    [Fact]
    public async Task A_reading_that_took_long_rests_ten_times_as_long()
    {
        using var cached = new Cached<string>(TimeSpan.FromSeconds(1), _clock, _ =>
        {
            _clock.Pass(TimeSpan.FromSeconds(2));
            return Take(Task.FromResult("read"));
        });

        await cached.GetAsync(None);
        _clock.Pass(TimeSpan.FromSeconds(19));
        await cached.GetAsync(None);
        Assert.Equal(1, _taken);
        _clock.Pass(TimeSpan.FromSeconds(2));
        await cached.GetAsync(None);
        Assert.Equal(2, _taken);
    }

    [Fact]
    public async Task What_was_begun_before_a_change_is_not_taken_for_what_came_after_it()
    {
        var readings = new Queue<TaskCompletionSource<string>>([new(), new()]);
        var (before, after) = (readings.First(), readings.Last());
        using var cached = new Cached<string>(TimeSpan.FromSeconds(1), _clock, _ => Take(readings.Dequeue().Task));

        var early = cached.GetAsync(None);
        cached.Forget();
        var late = cached.GetAsync(None);
        after.SetResult("after");
        before.SetResult("before");

        Assert.Equal(("before", "after", "after"), (await early, await late, await cached.GetAsync(None)));
    }

    [Fact]
    public async Task A_reading_that_failed_is_taken_anew()
    {
        using var cached = new Cached<string>(TimeSpan.FromSeconds(1), _clock, _ =>
            Take(_taken == 0 ? Task.FromException<string>(new IOException("away")) : Task.FromResult("read")));

        await Assert.ThrowsAsync<IOException>(() => cached.GetAsync(None));
        Assert.Equal("read", await cached.GetAsync(None));
    }

    private Task<string> Take(Task<string> value)
    {
        _taken++;
        return value;
    }
}
