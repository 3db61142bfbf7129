using System.Diagnostics;
using Photoseek.App.Cli.Bench;

namespace Photoseek.Bench;

/// <summary>
/// Measures things against each other on a machine that others use too: one of each in turn, so that what slows the
/// machine down for a while slows them all. Ratios are of medians.
/// </summary>
internal static class Interleaved
{
    /// <param name="rounds">Measurements of each.</param>
    /// <param name="warmUp">Rounds before that, which do not count.</param>
    /// <param name="things">What to measure, by name; given the number of the round, so that no two need have the same input.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <returns>Milliseconds of each, by name.</returns>
    public static async Task<IReadOnlyDictionary<string, Samples>> RunAsync(
        int rounds, int warmUp, IReadOnlyList<(string Name, Func<int, Task> Run)> things, CancellationToken cancellationToken)
    {
        var times = things.ToDictionary(thing => thing.Name, _ => new List<double>(rounds));
        for (var round = -warmUp; round < rounds; round++)
        {
            foreach (var (name, run) in things)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var started = Stopwatch.GetTimestamp();
                await run(round + warmUp);
                if (round >= 0)
                {
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => new Samples(pair.Value));
    }
}
