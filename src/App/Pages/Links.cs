using System.Globalization;

namespace Photoseek.App.Pages;

/// <summary>Addresses of pages and pictures, in one place. The whole search is in its address.</summary>
public static class Links
{
    public static string Search(string text, int page = 1) => Paged("/?q=" + Uri.EscapeDataString(text), '&', page);

    public static string Similar(long id, int page = 1) => Paged(string.Create(CultureInfo.InvariantCulture, $"/?like={id}"), '&', page);

    public static string Newest(int page = 1) => Paged("/", '?', page);

    public static string Picture(long id) => string.Create(CultureInfo.InvariantCulture, $"/images/{id}");

    /// <summary>480 pixels on the longer side.</summary>
    public static string SmallThumbnail(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/thumbnail?size=small");

    /// <summary>1,600 pixels on the longer side.</summary>
    public static string LargeThumbnail(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/thumbnail?size=large");

    public static string Original(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/original");

    private static string Paged(string address, char separator, int page) =>
        page <= 1 ? address : string.Create(CultureInfo.InvariantCulture, $"{address}{separator}page={page}");
}
