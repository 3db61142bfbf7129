using Photoseek.Testing;

namespace Photoseek.Embedding.Tests;

/// <summary>Threads that stand behind.</summary>
internal static class Behind
{
    /// <summary>The time that a step has taken when it first gives way.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>The place that makes room first.</summary>
    public static int Last => Environment.ProcessorCount - 1;

    /// <summary>Does work there; comes back once it waits or is done.</summary>
    public static Thread Start(RightOfWay way, HeldClock clock, int place, Action work)
    {
        var thread = new Thread(() =>
        {
            way.StandBehind(place);
            clock.Pass(Step);
            work();
        })
        { IsBackground = true };
        thread.Start();
        SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !thread.IsAlive);
        return thread;
    }
}
