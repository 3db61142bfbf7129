using System.Globalization;

namespace Photoseek.Indexing.Sidecars;

/// <summary>An XMP file as a listing names it.</summary>
/// <param name="Key">Relative to the source's root.</param>
/// <param name="Version">Changes whenever the content does, as far as the source tells.</param>
internal sealed record SidecarFile(string Key, string Version)
{
    private const string Ending = ".xmp";

    /// <summary>The key without its ending: "a.jpg" of "a.jpg.xmp", "a" of "a.xmp".</summary>
    public string Stem => Key[..^Ending.Length];

    /// <summary>Whether a name is a sidecar's; files that are nothing but an ending stand beside nothing.</summary>
    public static bool IsOne(string name) => Path.GetFileName(name).Length > Ending.Length && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>A version from what a source says of a file.</summary>
    public static string VersionOf(string? etag, long length, DateTime modifiedAt) =>
        string.Create(CultureInfo.InvariantCulture, $"{etag?.Replace(' ', '_')}/{length}/{modifiedAt.Ticks}");
}
