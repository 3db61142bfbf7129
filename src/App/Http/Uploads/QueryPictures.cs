using Photoseek.Search;

namespace Photoseek.App.Http.Uploads;

/// <summary>The pictures of a search by picture: held in memory, never stored.</summary>
internal static class QueryPictures
{
    private const int OverheadBytes = 64 * 1024;

    /// <summary>The files in the fields <c>image</c> and, for what the results should not be like, <c>not_image</c>.</summary>
    /// <exception cref="SearchBusyException">The pictures of others fill the memory that there is for them.</exception>
    /// <exception cref="RequestRefusedException">There is none, or together they are larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<IReadOnlyList<QueryPicture>> ReadAsync(HttpRequest request, PictureRoom room, int maxBytes, CancellationToken cancellationToken)
    {
        BodyLimit.Set(request, (long)maxBytes + OverheadBytes);
        List<QueryPicture> pictures = [];
        var left = maxBytes;
        var parts = UploadParts.Open(request);
        var share = room.Open(request.HttpContext);
        while (pictures.Count <= SearchRequest.MaxPictures && await parts.NextAsync(cancellationToken) is { } part)
        {
            if (part is { Name: "image" or "not_image", FileName: not null })
            {
                var picture = new QueryPicture(await ReadAsync(part.Content, share, left, request.ContentLength, cancellationToken), part.Name == "image" ? 1 : -1);
                left -= picture.Bytes.Length;
                pictures.Add(picture);
            }
        }

        return pictures.Count > 0 ? pictures : throw new RequestRefusedException(ProblemKind.InvalidRequest, "There is no file in the field 'image'.")
        {
            Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["image"] = "Send a picture in this field." },
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, PictureRoom.Share share, int maxBytes, long? expected, CancellationToken cancellationToken)
    {
        // As large as it will be, or growing leaves arrays of half and a quarter behind; what is not written to takes up nothing.
        using var bytes = new MemoryStream((int)Math.Min(expected ?? 0, maxBytes));
        var buffer = new byte[80 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > maxBytes)
            {
                throw new RequestRefusedException(ProblemKind.TooLarge, $"The picture is larger than the {maxBytes:N0} bytes that are left.");
            }

            share.Take(read);
            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
