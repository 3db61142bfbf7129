using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Photoseek.App.Http.Uploads;

/// <summary>A multipart body, part by part as it arrives: nothing is held in memory or put on disk here.</summary>
internal sealed class UploadParts
{
    private const int MaxBoundary = 200;
    private readonly MultipartReader _reader;

    private UploadParts(MultipartReader reader) => _reader = reader;

    /// <exception cref="RequestRefusedException">The body is not multipart/form-data.</exception>
    public static UploadParts Open(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestRefusedException(ProblemKind.WrongContentType, "Send multipart/form-data.");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MaxBoundary
            ? new UploadParts(new MultipartReader(boundary, request.Body))
            : throw new RequestRefusedException(ProblemKind.MalformedUpload, "The content type names no usable boundary.");
    }

    /// <summary>The next part, or null after the last. What is left of the one before is skipped.</summary>
    /// <exception cref="RequestRefusedException">The body is malformed or ends early.</exception>
    public async Task<UploadPart?> NextAsync(CancellationToken cancellationToken)
    {
        var section = await ReadAsync(cancellationToken);
        if (section is null)
        {
            return null;
        }

        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestRefusedException(ProblemKind.MalformedUpload, "A part has no form-data disposition.");
        }

        // The longer form is encoded: quotes in it are the name's own. The framework fails on one without a value and on some encodings.
        var star = disposition.Parameters.FirstOrDefault(static p => p.Name.Equals("filename*", StringComparison.OrdinalIgnoreCase));
        var encoded = star?.Value.StartsWith("UTF-8'", StringComparison.OrdinalIgnoreCase) == true ? disposition.FileNameStar : default;
        var fileName = encoded.HasValue ? encoded : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return new UploadPart(
            HeaderUtilities.RemoveQuotes(disposition.Name).ToString(),
            fileName.HasValue ? FileNames.Clean(fileName.ToString()) : null,
            new UploadStream(section.Body));
    }

    private async Task<MultipartSection?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw UploadStream.Cut(e);
        }
    }
}
