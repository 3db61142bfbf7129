using System.Globalization;

namespace Photoseek.Bench;

/// <summary>What a process takes up, as Linux counts it.</summary>
internal sealed class ProcessFigures(int process)
{
    private const string ForgetPeak = "5";

    /// <summary>Bytes in memory now, files that are mapped included.</summary>
    public long Resident => Bytes("VmRSS");

    /// <summary>Most bytes in memory at a time since <see cref="ForgetPeakAsync"/>.</summary>
    public long Peak => Bytes("VmHWM");

    public long Threads => Field("Threads");

    /// <summary>Open files, sockets and pipes.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    /// <summary>Lets the peak count from now on.</summary>
    public Task ForgetPeakAsync(CancellationToken cancellationToken) => File.WriteAllTextAsync($"/proc/{process}/clear_refs", ForgetPeak, cancellationToken);

    /// <summary>Sessions that the server of a data folder's private cluster has; 0 where it has none of its own.</summary>
    public static int Sessions(string data)
    {
        var lockFile = Path.Combine(data, "postgres", "data", "postmaster.pid");
        if (!File.Exists(lockFile))
        {
            return 0;
        }

        var server = File.ReadLines(lockFile).First();
        return Directory.GetDirectories("/proc").Count(folder => int.TryParse(Path.GetFileName(folder), out _) && IsSession(folder, server));
    }

    // Postgres writes what each of its processes does into its command line.
    private static bool IsSession(string folder, string server)
    {
        try
        {
            return File.ReadAllText($"{folder}/stat").Split(')')[^1].Split(' ')[2] == server
                && File.ReadAllText($"{folder}/cmdline").Contains("[local]", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    private long Bytes(string name) => Field(name) * 1024;

    private long Field(string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
