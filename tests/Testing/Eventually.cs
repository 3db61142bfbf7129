using System.Diagnostics;
using Xunit.Sdk;

namespace Photoseek.Testing;

/// <summary>Waits for something that happens in the background, by looking, never by sleeping a fixed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks until the probe is true.</summary>
    /// <param name="probe">Looks once.</param>
    /// <param name="deadline">How long to look; generous, it is only waited out by a failing test.</param>
    /// <param name="describe">What was last seen, for the failure's message.</param>
    /// <exception cref="XunitException">It was not true within the deadline.</exception>
    public static async Task TrueAsync(Func<Task<bool>> probe, TimeSpan deadline, Func<Task<string>> describe)
    {
        var watch = Stopwatch.StartNew();
        while (!await probe())
        {
            if (watch.Elapsed > deadline)
            {
                throw new XunitException($"Not within {deadline}: {await describe()}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{Task{string}})"/>
    public static Task TrueAsync(Func<Task<bool>> probe, TimeSpan deadline, string describe) =>
        TrueAsync(probe, deadline, () => Task.FromResult(describe));

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{Task{string}})"/>
    public static Task TrueAsync(Func<bool> probe, TimeSpan deadline, string describe) =>
        TrueAsync(() => Task.FromResult(probe()), deadline, () => Task.FromResult(describe));
}
