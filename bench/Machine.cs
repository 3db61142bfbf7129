using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Photoseek.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Name and value of what matters, in the order to print them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Describe(string home) =>
    [
        ("date", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'")),
        ("commit", Commit(home)),
        ("processor", $"{Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores{VectorUnits()}"),
        ("memory", $"{Kilobytes(Field("/proc/meminfo", "MemTotal")) / 1024 / 1024:0} GB"),
        ("system", $"{Field("/etc/os-release", "PRETTY_NAME", '=').Trim('"')}, kernel {Environment.OSVersion.Version}"),
        ("runtime", RuntimeInformation.FrameworkDescription),
        ("load before", File.ReadAllText("/proc/loadavg").Split(' ')[0]),
    ];

    /// <summary>Output of a program, or null where it is not there or fails.</summary>
    public static string? Output(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Commit(string home)
    {
        var commit = Output("git", "-C", home, "rev-parse", "--short=10", "HEAD");
        var changed = Output("git", "-C", home, "status", "--porcelain", "--untracked-files=no") is { Length: > 0 };
        return commit is null ? "unknown" : commit + (changed ? " with changes" : "");
    }

    private static string VectorUnits()
    {
        string[] flags = Field("/proc/cpuinfo", "flags").Split(' ');
        string[] named = ["avx2", "avx512f", "avx512_vnni", "asimddp"];
        return string.Concat(named.Where(flags.Contains).Select(flag => $", {flag}"));
    }

    private static string Field(string file, string name, char separator = ':') =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? found[(found.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim()
            : "unknown";

    private static long Kilobytes(string field) => long.TryParse(field.Split(' ')[0], out var kilobytes) ? kilobytes : 0;
}
