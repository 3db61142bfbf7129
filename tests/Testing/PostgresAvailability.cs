namespace Photoseek.Testing;

/// <summary>Where the tests' PostgreSQL comes from.</summary>
internal static class PostgresAvailability
{
    /// <summary>A server to use instead of a cluster of one's own, or null.</summary>
    public static string? Configured { get; } =
        Environment.GetEnvironmentVariable("PHOTOSEEK_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    /// <summary>The newest installed server that offers pgvector, or null.</summary>
    public static string? Binaries { get; } = FindBinaries();

    public static string? Missing { get; } = Configured is null && Binaries is null
        ? "needs PostgreSQL with pgvector: run ./test.sh once, it installs both"
        : null;

    public static string? SkipReason => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? null : Missing;

    private static string? FindBinaries()
    {
        const string versions = "/usr/lib/postgresql";
        return !Directory.Exists(versions) ? null : Directory.GetDirectories(versions)
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
            .Where(folder => File.Exists($"/usr/share/postgresql/{Path.GetFileName(folder)}/extension/vector.control"))
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault();
    }
}
