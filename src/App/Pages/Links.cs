using System.Globalization;
using Photoseek.Search;

namespace Photoseek.App.Pages;

/// <summary>Addresses of pages and pictures, in one place. The whole search is in its address.</summary>
public static class Links
{
    private const int MarkLength = 16;

    public static string Search(string text) => new SearchAddress { Query = text }.ToString();

    /// <summary>"tag:\"old town\"": a filter as it is typed.</summary>
    public static string Filter(string name, string value) =>
        value.Any(static c => !char.IsLetterOrDigit(c)) ? $"{name}:\"{value.Replace('"', ' ')}\"" : $"{name}:{value}";

    public static string Similar(long id) => new SearchAddress { Like = id }.ToString();

    /// <summary>A picture's copies come first among those that are like it.</summary>
    public static string Copies(long id) => new SearchAddress { Like = id, Duplicates = DuplicateHandling.All }.ToString();

    public static string Duplicates(long? before = null) => string.Create(CultureInfo.InvariantCulture, $"/duplicates{(before is null ? "" : $"?before={before}")}");

    public static string Deleted(long? after = null) => string.Create(CultureInfo.InvariantCulture, $"/deleted{(after is null ? "" : $"?after={after}")}");

    /// <summary>What stands in the list of what was deleted, for who may put it back.</summary>
    public static string DeletedThumbnail(long id, string sha256) => string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/thumbnail/deleted?v={sha256[..Math.Min(MarkLength, sha256.Length)]}");

    public static string Newest(int page = 1) => new SearchAddress { Page = page }.ToString();

    /// <summary>The refused files of a source: all, or those of a reason; the first, or those after a key.</summary>
    public static string Refused(string source, string? reason = null, string? after = null) =>
        $"/admin/refused?source={Uri.EscapeDataString(source)}{Field("reason", reason)}{Field("after", after)}";

    public static string Picture(long id) => string.Create(CultureInfo.InvariantCulture, $"/images/{id}");

    /// <summary>480 pixels on the longer side.</summary>
    public static string SmallThumbnail(long id, string sha256) => Thumbnail(id, "small", sha256);

    /// <summary>1,600 pixels on the longer side.</summary>
    public static string LargeThumbnail(long id, string sha256) => Thumbnail(id, "large", sha256);

    public static string Original(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/original");

    /// <summary>A map of elsewhere with a mark on it. Nothing of it is loaded unless somebody goes there.</summary>
    public static string Map(double latitude, double longitude) =>
        string.Create(CultureInfo.InvariantCulture, $"https://www.openstreetmap.org/?mlat={latitude:0.#####}&mlon={longitude:0.#####}#map=15/{latitude:0.#####}/{longitude:0.#####}");

    // The content's mark in the address lets a browser keep the bytes for good.
    private static string Thumbnail(long id, string size, string sha256) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/thumbnail?size={size}&v={sha256[..Math.Min(MarkLength, sha256.Length)]}");

    private static string Field(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
