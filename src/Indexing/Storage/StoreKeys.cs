using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Storage;

/// <summary>Keys by content: the same bytes have the same key, so that writing twice is harmless.</summary>
internal static class StoreKeys
{
    public static string Original(byte[] sha256, PictureFormat format) => $"originals/{Parts(sha256)}.{Extension(format)}";

    public static string Thumbnail(byte[] sha256, ThumbnailSize size) => $"thumbnails/{Parts(sha256)}-{Pixels(size)}.webp";

    /// <summary>The longer side of a thumbnail.</summary>
    public static int Pixels(ThumbnailSize size) => size switch
    {
        ThumbnailSize.Small => 480,
        ThumbnailSize.Large => 1600,
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    /// <summary>Whether a key stays inside whatever root it is put under.</summary>
    public static bool IsSafe(string key) =>
        key.Length is > 0 and <= 1024
        && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
        && key.Split('/').All(static part => part is not ("" or "." or ".."));

    private static string Parts(byte[] sha256)
    {
        var hex = Convert.ToHexStringLower(sha256);
        return $"{hex[..2]}/{hex[2..4]}/{hex}";
    }

    private static string Extension(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "jpg",
        PictureFormat.Png => "png",
        PictureFormat.Webp => "webp",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
