using System.Runtime.InteropServices;

namespace Photoseek.Indexing.Worker;

/// <summary>Lets searches go first: an idle thread has a core only while nobody else wants it, and gives it up the moment somebody does.</summary>
/// <remarks>
/// A nice thread keeps the core to the end of its turn, some milliseconds, each time that a search wakes up. .NET's own thread
/// priorities do nothing on Linux.
/// </remarks>
internal static class IdleThread
{
    private const int IdlePolicy = 5;
    private const int OneThread = 0;
    private const int Caller = 0;
    private const int Nice = 10;

    /// <summary>Makes the calling thread idle, for good; nice at least, where a system does not have the former.</summary>
    public static void Become()
    {
        var none = 0;
        if (OperatingSystem.IsLinux() && SetScheduler(Caller, IdlePolicy, ref none) != 0)
        {
            // Where it is not allowed, it is not needed either.
            _ = SetPriority(OneThread, Caller, Nice);
        }
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, ref int priority);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
