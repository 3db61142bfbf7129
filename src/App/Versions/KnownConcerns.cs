namespace Photoseek.App.Versions;

/// <summary>
/// The one list of versions that should not be run, but for Ollama's, which its own client has to know
/// (<see cref="Embedding.Ollama.OllamaVersions"/>). What the app cannot work with at all is refused where it is opened.
/// </summary>
internal static class KnownConcerns
{
    public const string DotNet = ".NET";
    public const string Libvips = "libvips";
    public const string Postgres = "PostgreSQL";
    public const string Pgvector = "pgvector";

    private const string PostgresSupport = "postgresql.org/support/versioning";

    public static readonly IReadOnlyList<KnownConcern> All =
    [
        new(DotNet, static (v, today) => v.Major == 10 && today > new DateOnly(2028, 11, 14),
            "is not mended any more since 14 November 2028", "Update Photoseek to one that is built on a newer .NET.", "dotnet.microsoft.com, support policy"),
        new(Libvips, static (v, _) => v < new Version(8, 18, 7),
            "is older than the one that all limits and the list of loaders were tried with (CVE-2026-66066 and CVE-2026-69242 came in by loaders)",
            "Run \"npm ci --ignore-scripts\" in src/Embedding/Native and build again, which brings 8.18.7.", "src/Embedding/Native/package-lock.json"),
        new(Postgres, static (v, today) => v.Major <= 14 && today > new DateOnly(2026, 11, 12),
            "is not mended any more since 12 November 2026 or before", "Move to a newer major version (pg_upgrade, or photoseek backup and restore).", PostgresSupport),
        new(Postgres, static (v, today) => v.Major == 15 && today > new DateOnly(2027, 11, 11),
            "is not mended any more since 11 November 2027", "Move to a newer major version (pg_upgrade, or photoseek backup and restore).", PostgresSupport),
        new(Postgres, static (v, today) => v.Major == 16 && today > new DateOnly(2028, 11, 9),
            "is not mended any more since 9 November 2028", "Move to a newer major version (pg_upgrade, or photoseek backup and restore).", PostgresSupport),
        new(Postgres, static (v, today) => v.Major == 17 && today > new DateOnly(2029, 11, 8),
            "is not mended any more since 8 November 2029", "Move to a newer major version (pg_upgrade, or photoseek backup and restore).", PostgresSupport),
        new(Postgres, static (v, _) => (v.Major == 15 && v.Minor < 14) || (v.Major == 16 && v.Minor < 10) || (v.Major == 17 && v.Minor < 6),
            "has a pg_dump whose dumps can run what a hostile server put into them when they are restored (CVE-2025-8714)",
            "Update it within its major version, the client programs on this machine too.", "postgresql.org/support/security/CVE-2025-8714"),
        new(Pgvector, static (v, _) => v < new Version(0, 8, 0),
            "has no iterative scans: a search by the index whose filter leaves little finds fewer pictures than there are", "Update it, then run \"ALTER EXTENSION vector UPDATE\" in the database.", "pgvector's change log, 0.8.0"),
        new(Pgvector, static (v, _) => v < new Version(0, 8, 4),
            "has known defects, mended in 0.8.4: index damage under vacuum, and who may build one with next to no memory can overrun it (CVE-2026-3172; Photoseek builds with enough)",
            "Update it when you can, then run \"ALTER EXTENSION vector UPDATE\" in the database.", "pgvector's change log, 0.8.2 and 0.8.4"),
    ];

    /// <summary>What is known against a version, a sentence each.</summary>
    /// <param name="part">As the table calls it.</param>
    /// <param name="version">As it says itself; one that cannot be read has nothing against it.</param>
    /// <param name="today">What has run out by then is said as well.</param>
    public static IReadOnlyList<string> Of(string part, string? version, DateOnly today) => Version.TryParse(version?.Split('-', '+', ' ')[0], out var number)
        ? [.. All.Where(known => known.Part == part && known.Concerns(number, today)).Select(known => $"{part} {version} {known}")]
        : [];
}
