using System.Runtime.InteropServices;

namespace Photoseek.Indexing.Worker;

/// <summary>Lets searches go first. What a thread has become it stays. .NET's own thread priorities do nothing on Linux.</summary>
internal static class ThreadRank
{
    private const int IdlePolicy = 5;
    private const int OneThread = 0;
    private const int Caller = 0;
    private const int Nice = 10;

    /// <summary>Has the calling thread get a tenth of a core's turns where others want it as well; it keeps each to its end, some milliseconds.</summary>
    public static void BeNice()
    {
        if (OperatingSystem.IsLinux())
        {
            // Where it is not allowed, it is not needed either.
            _ = SetPriority(OneThread, Caller, Nice);
        }
    }

    /// <summary>
    /// Has it run only while nobody else wants the core, and give it up the moment somebody does. For arithmetic alone: on a busy
    /// machine it may be stopped for seconds, and with it who waits for a lock that it holds, a thread that it starts, or a collection of garbage.
    /// </summary>
    public static void BeIdle()
    {
        var none = 0;
        if (OperatingSystem.IsLinux() && SetScheduler(Caller, IdlePolicy, ref none) != 0)
        {
            BeNice();
        }
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, ref int priority);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
