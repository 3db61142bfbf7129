using System.Diagnostics;

namespace Photoseek.Testing;

/// <summary>A file system in memory of a few megabytes, seen only by the program that is started with it, so that a disk can be full without harm.</summary>
public static class SmallDisk
{
    private static readonly Lazy<string?> _missing = new(Try);

    /// <summary>Why there can be none here; null where there can be.</summary>
    public static string? Missing => _missing.Value;

    /// <summary>The command line that starts a program with a folder as a disk of its own; the program keeps the process's number.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="megabytes">Its size.</param>
    /// <param name="command">A program and its arguments.</param>
    public static string[] Around(string folder, int megabytes, params string[] command)
    {
        // Whoever is not root may mount in a world of users of its own, where that is allowed.
        string[] own = Environment.IsPrivilegedProcess ? ["--mount"] : ["--user", "--map-current-user", "--keep-caps", "--mount"];
        const string script = """mkdir -p "$0" && mount -t tmpfs -o "size=$1m,mode=1777" tmpfs "$0" && shift && exec "$@" """;
        return ["unshare", .. own, "sh", "-c", script, folder, $"{megabytes}", .. command];
    }

    private static string? Try()
    {
        const string reason = "a full disk cannot be made here: mounting in a namespace of one's own (unshare --mount) is not allowed";
        var folder = Directory.CreateTempSubdirectory("photoseek-disk-").FullName;
        try
        {
            var command = Around(folder, 1, "true");
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{reason} ({error.Trim()})";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{reason} (there is no unshare)";
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}
