using System.Globalization;
using Photoseek.Embedding;
using Photoseek.Indexing.Worker;
using Photoseek.Testing;

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

        using var cpu = new CpuSlots(1, new RightOfWay(TimeProvider.System));

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

    [Fact]
    public async Task Work_stands_behind_what_goes_before_it()
    {
        var clock = new HeldClock();
        var way = new RightOfWay(clock);
        using var cpu = new CpuSlots(Environment.ProcessorCount, way);
        var all = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => way.Go()).ToList();
        var work = cpu.RunAsync(
            () =>
            {
                clock.Pass(TimeSpan.FromSeconds(1));
                RightOfWay.GiveWay();
                return true;
            },
            CancellationToken.None);

        await Assert.ThrowsAsync<TimeoutException>(() => work.WaitAsync(TimeSpan.FromMilliseconds(50)));
        all.ForEach(static passage => passage.Dispose());

        Assert.True(await work.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    private static (int Nice, int Policy) Rank()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[NiceField], CultureInfo.InvariantCulture), int.Parse(fields[PolicyField], CultureInfo.InvariantCulture));
    }
}
