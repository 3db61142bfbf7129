using System.Runtime.InteropServices;

namespace Photoseek.Indexing.Worker;

/// <summary>Lets searches go first: the system gives a nicer thread a core only where nobody else wants it as much.</summary>
internal static class ThreadNiceness
{
    private const int OneThread = 0;
    private const int Caller = 0;
    private const int Nice = 10;

    /// <summary>Makes the calling thread nice, for good. .NET's own thread priorities do nothing on Linux.</summary>
    public static void BeNice()
    {
        if (OperatingSystem.IsLinux())
        {
            // Where it is not allowed, it is not needed either.
            _ = SetPriority(OneThread, Caller, Nice);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
