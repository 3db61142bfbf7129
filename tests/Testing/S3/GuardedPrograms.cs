using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Photoseek.Testing.S3;

/// <summary>Programs that live as long as this test process, however that ends, with a folder that goes with them.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "For the life of the process.")]
internal sealed class GuardedPrograms
{
    // A shell waits for the end of this process: the pipe to it closes. Then it ends what it started.
    private const string Script = """
        exec 3<&0 >/dev/null 2>&1
        trap '' INT TERM HUP
        folder=$1
        shift
        cd "$folder"
        pids=''
        n=0
        for line in "$@"; do
          n=$((n + 1))
          sh -c "trap - INT TERM HUP; exec $line" </dev/null >"$folder/$n.log" 2>&1 3<&- &
          pids="$pids $!"
        done
        while read -r _ <&3; do :; done
        kill -TERM $pids
        i=0
        while kill -0 $pids && [ $i -lt 30 ]; do sleep 0.1; i=$((i + 1)); done
        kill -KILL $pids
        cd /
        rm -rf "$folder"
        """;

    // Held, because collecting one would close its pipe.
    private static readonly List<Process> Guards = [];

    private readonly Process _guard;
    private readonly string _folder;

    private GuardedPrograms(Process guard, string folder)
    {
        _guard = guard;
        lock (Guards)
        {
            Guards.Add(guard);
        }

        _folder = folder;
    }

    /// <param name="folder">Where they run, write their logs (1.log, ...), and what is deleted after them.</param>
    /// <param name="lines">Shell commands, one a program.</param>
    public static GuardedPrograms Start(string folder, params string[] lines)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "photoseek-tests", folder, .. lines]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/tmp" };
        return new GuardedPrograms(Process.Start(start) ?? throw new InvalidOperationException("setsid did not start."), folder);
    }

    /// <summary>The ends of their logs, for a failure's message.</summary>
    public string Describe()
    {
        var logs = Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.log").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        return $"guard {_guard.Id}: " + string.Join('\n', logs.Select(static log => $"{Path.GetFileName(log)}: {string.Join('\n', File.ReadLines(log).TakeLast(8))}"));
    }
}
