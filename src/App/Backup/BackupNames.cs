using System.Text.RegularExpressions;

namespace Photoseek.App.Backup;

/// <summary>The files that a backup may hold, and no others: what is restored never leaves the folders that it belongs in.</summary>
internal static partial class BackupNames
{
    public const string Manifest = "manifest.json";
    public const string Dump = "database.dump";
    public const string Database = "database";
    public const string Keys = "keys";
    public const string Originals = "originals";

    /// <summary>The part that a file belongs to; null for one that no backup has.</summary>
    public static string? PartOf(string file) =>
        file == Dump ? Database
        : KeyFile().IsMatch(file) ? Keys
        : OriginalFile().IsMatch(file) ? Originals
        : null;

    [GeneratedRegex("^keys/[A-Za-z0-9-]{1,100}\\.xml\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeyFile();

    [GeneratedRegex("^originals/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\\.[a-z]{3,4}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OriginalFile();
}
