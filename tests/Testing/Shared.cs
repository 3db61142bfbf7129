using System.Diagnostics.CodeAnalysis;

namespace Photoseek.Testing;

/// <summary>
/// Reference data that is not part of the repository: photos, golden vectors, broken files. It lies beside the
/// checkout (<c>../shared</c>) or where PHOTOSEEK_SHARED points; a fresh clone has none.
/// </summary>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "Visual Basic has no tests here.")]
public static class Shared
{
    /// <summary>Full path of the folder, whether it exists or not.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("PHOTOSEEK_SHARED") is { Length: > 0 } configured
            ? System.IO.Path.GetFullPath(configured)
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, "..", "shared"));

    /// <summary>Whether the folder exists.</summary>
    public static bool Exists => Directory.Exists(Folder);

    /// <summary>Full path of a file or folder in it.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    /// <summary>Why tests that need the folder are skipped, or null where it exists.</summary>
    internal static string? SkipReason => Exists ? null : $"needs the reference data in {Folder} (or PHOTOSEEK_SHARED)";
}
