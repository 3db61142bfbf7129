using System.Globalization;

namespace Photoseek.App.Database;

/// <summary>An installed PostgreSQL server.</summary>
/// <param name="Folder">Where initdb, pg_ctl and postgres are.</param>
/// <param name="Major">Its major version.</param>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    private static readonly string[] _programs = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>The server to use: one with pgvector before one without, then the newest.</summary>
    /// <param name="clusterMajor">The version that made the cluster, which alone can run it; null for a new cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatabaseException">None is installed, or not the cluster's version.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? clusterMajor, CancellationToken cancellationToken)
    {
        var installed = new List<PostgresBinaries>();
        foreach (var folder in Folders().Where(folder => _programs.All(program => File.Exists(Path.Combine(folder, program)))))
        {
            if (await VersionAsync(Path.Combine(folder, "postgres"), cancellationToken) is { } major)
            {
                installed.Add(new PostgresBinaries(folder, major));
            }
        }

        var found = installed
            .Where(binaries => clusterMajor is null || binaries.Major == clusterMajor)
            .OrderByDescending(binaries => binaries.HasPgvector)
            .ThenByDescending(binaries => binaries.Major)
            .FirstOrDefault();
        if (found is not null)
        {
            return found;
        }

        throw new DatabaseException(clusterMajor is null
            ? "No PostgreSQL server is installed: ./run.sh installs one (Debian: apt-get install postgresql), or set ConnectionStrings__Postgres to a server of yours."
            : $"The database in the data folder was made by PostgreSQL {clusterMajor}, which is not installed (found: {Versions(installed)}): install postgresql-{clusterMajor}, or move the data over with pg_dump.");
    }

    private bool HasPgvector => File.Exists($"/usr/share/postgresql/{Major}/extension/vector.control");

    /// <summary>Where programs of PostgreSQL may be.</summary>
    internal static IEnumerable<string> Folders()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian).Select(version => Path.Combine(version, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(versions)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>The major version of a program of PostgreSQL; null where it says none.</summary>
    internal static async Task<int?> VersionAsync(string program, CancellationToken cancellationToken)
    {
        // "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
        var result = await ProgramRun.RunAsync(program, ["--version"], TimeSpan.FromSeconds(10), cancellationToken);
        var version = result.Output.Split(' ').ElementAtOrDefault(2) ?? "";
        var digits = version.TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static string Versions(List<PostgresBinaries> installed) =>
        installed.Count == 0 ? "none" : string.Join(", ", installed.Select(binaries => binaries.Major));
}
