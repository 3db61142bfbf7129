using Photoseek.App.Http.Uploads;
using Photoseek.Search;

namespace Photoseek.App.Http.Embedding;

/// <summary>A picture as base64 in JSON: <c>{"image": "..."}</c>.</summary>
internal static class SentPicture
{
    private const int OverheadBytes = 64 * 1024;

    // The body, the text in it, of two bytes a character, and the picture, each a while beside the other.
    private const int Times = 4;

    /// <exception cref="SearchBusyException">The pictures of others fill the memory that there is for them.</exception>
    /// <exception cref="RequestRefusedException">It is no base64, or larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, PictureRoom room, int maxBytes, CancellationToken cancellationToken)
    {
        var most = ((maxBytes + 2L) / 3 * 4) + OverheadBytes;
        BodyLimit.Set(request, most);
        room.Open(request.HttpContext).Take(Times * Math.Min(request.ContentLength ?? most, most));
        var text = await JsonBody.TextAsync(request, "image", cancellationToken);

        // A data: address, as browsers make it, is understood, too.
        var comma = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var picture = new byte[(text.Length - comma) / 4 * 3];
        if (picture.Length == 0 || !Convert.TryFromBase64Chars(text.AsSpan(comma), picture, out var written))
        {
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "A field is wrong.")
            {
                Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["image"] = "Must be the bytes of a picture in base64." },
            };
        }

        return written == picture.Length ? picture : picture[..written];
    }
}
