using System.Globalization;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Tests.Worker;

public sealed class CpuSlotsTests
{
    private const int IdlePolicy = 5;

    // The 41st field of proc(5)'s stat, counted behind the name in brackets, which may have spaces.
    private const int PolicyField = 38;

    [Fact]
    public async Task Work_runs_on_an_idle_thread_of_its_own_and_leaves_those_of_others_alone()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var cpu = new CpuSlots(1);

        var (policy, isPooled) = await cpu.RunAsync(static () => (Policy(), Thread.CurrentThread.IsThreadPoolThread), CancellationToken.None);

        Assert.Equal((IdlePolicy, false), (policy, isPooled));
        Assert.NotEqual(IdlePolicy, await Task.Run(Policy));
    }

    private static int Policy()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[PolicyField], CultureInfo.InvariantCulture);
    }
}
