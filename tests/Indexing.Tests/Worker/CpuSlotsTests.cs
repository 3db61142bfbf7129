using System.Globalization;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Tests.Worker;

public sealed class CpuSlotsTests
{
    // The 19th and the 41st field of proc(5)'s stat, counted behind the name in brackets, which may have spaces.
    private const int NiceField = 16;
    private const int PolicyField = 38;

    [Fact]
    public async Task Work_runs_on_a_nice_thread_of_its_own_that_may_become_idle_and_leaves_those_of_others_alone()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var cpu = new CpuSlots(1);

        var (nice, idle, isPooled) = await cpu.RunAsync(
            static () =>
            {
                var nice = Rank();
                ThreadRank.BeIdle();
                return (nice, Rank(), Thread.CurrentThread.IsThreadPoolThread);
            },
            CancellationToken.None);

        Assert.Equal(((10, 0), (10, 5), false), (nice, idle, isPooled));
        Assert.Equal((0, 0), await Task.Run(Rank));
    }

    private static (int Nice, int Policy) Rank()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[NiceField], CultureInfo.InvariantCulture), int.Parse(fields[PolicyField], CultureInfo.InvariantCulture));
    }
}
