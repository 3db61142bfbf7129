using System.Collections.Concurrent;
using System.Diagnostics;

namespace Photoseek.App.Cli.Bench;

/// <summary>Asks again and again, as fast as the answers come or at a fixed rate.</summary>
internal static class SearchLoad
{
    /// <summary>Each client asks its next question when it has its answer.</summary>
    /// <param name="requests">Questions of all clients together.</param>
    /// <param name="clients">How many ask at a time.</param>
    /// <param name="ask">Asks the question of a number.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The answers with their milliseconds, and the seconds that all took together.</returns>
    public static async Task<(IReadOnlyList<(T Answer, double Milliseconds)> Answers, double Seconds)> ClosedAsync<T>(
        int requests, int clients, Func<int, Task<T>> ask, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentBag<(T, double)>();
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < requests; i = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var asked = Stopwatch.GetTimestamp();
                var answer = await ask(i);
                answers.Add((answer, Stopwatch.GetElapsedTime(asked).TotalMilliseconds));
            }
        }));
        return ([.. answers], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>A question at each tick, answered or not: times count from the tick, so that waiting behind a slow answer shows.</summary>
    /// <param name="requests">How many ticks.</param>
    /// <param name="perSecond">Ticks a second.</param>
    /// <param name="ask">Asks the question of a number.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<(T Answer, double Milliseconds)>> FixedRateAsync<T>(
        int requests, double perSecond, Func<int, Task<T>> ask, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var asked = new List<Task<(T, double)>>(requests);
        for (var i = 0; i < requests; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond);
            var wait = due - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            asked.Add(AskAsync(i, due));
        }

        return await Task.WhenAll(asked);

        async Task<(T, double)> AskAsync(int number, TimeSpan due)
        {
            var answer = await ask(number);
            return (answer, (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds);
        }
    }
}
