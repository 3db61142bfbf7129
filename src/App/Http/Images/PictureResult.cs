using Microsoft.Net.Http.Headers;
using Photoseek.Indexing;

namespace Photoseek.App.Http.Images;

/// <summary>Picture bytes on their way to a browser, which may do nothing with them but show them.</summary>
internal static class PictureResult
{
    /// <param name="context">Where the headers go.</param>
    /// <param name="file">Disposed once sent.</param>
    /// <param name="sha256">Of the original: the same content has the same tag.</param>
    /// <param name="variant">What is made of it.</param>
    public static IResult Of(HttpContext context, PictureFile file, string sha256, string variant)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // An id alone may stand for another picture once the library was made anew: only an address that carries the content's
        // own mark can be kept for good.
        headers.CacheControl = IsMarked(context.Request, sha256) ? "private, max-age=31536000, immutable" : "private, no-cache";
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(
            file.Content,
            file.ContentType,
            entityTag: new EntityTagHeaderValue($"\"{sha256}-{variant}\""),
            enableRangeProcessing: file.Content.CanSeek);
    }

    private static bool IsMarked(HttpRequest request, string sha256) =>
        request.Query["v"].ToString() is { Length: >= 8 } mark && sha256.StartsWith(mark, StringComparison.Ordinal);
}
