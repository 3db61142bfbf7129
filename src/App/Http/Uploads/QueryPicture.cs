using Microsoft.AspNetCore.Http.Features;

namespace Photoseek.App.Http.Uploads;

/// <summary>The picture of a search by picture: held in memory, never stored.</summary>
internal static class QueryPicture
{
    private const int OverheadBytes = 64 * 1024;

    /// <summary>The file in the field <c>image</c>.</summary>
    /// <exception cref="RequestRefusedException">There is none, or it is larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = (long)maxBytes + OverheadBytes;
        }

        var parts = UploadParts.Open(request);
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (part is { Name: "image", FileName: not null })
            {
                return await ReadAsync(part.Content, maxBytes, cancellationToken);
            }
        }

        throw new RequestRefusedException(ProblemKind.InvalidRequest, "There is no file in the field 'image'.")
        {
            Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["image"] = "Send a picture in this field." },
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, int maxBytes, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[80 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > maxBytes)
            {
                throw new RequestRefusedException(ProblemKind.TooLarge, $"The picture is larger than {maxBytes:N0} bytes.");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
