using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;
using Photoseek.App.Http.Uploads;
using Photoseek.Embedding.Images;
using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>
/// Adding pictures. The page's script sends file by file to <c>POST /api/images</c>; this form does the same at once
/// for a browser without script.
/// </summary>
[Authorize(Policies.Upload)]
[EnableRateLimiting(RateLimits.Uploads)]
[RequestTimeout(3_600_000)]
[RequestSizeLimit(FormLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = FormLimit)]
public sealed class UploadModel(PictureIntake intake, PictureDecoder decoder) : PageModel
{
    private const long FormLimit = 256 * 1024 * 1024;

    public IReadOnlyList<IntakeResult> Results { get; private set; } = [];

    public string? Problem { get; private set; }

    /// <summary>Bytes that a picture may have.</summary>
    public int PictureLimit => decoder.Limits.Bytes;

    public static string Fate(IntakeResult result) => result.Status switch
    {
        IntakeStatus.Accepted => "Accepted, being indexed",
        IntakeStatus.Duplicate => "Already in the library",
        IntakeStatus.Refused => "Refused: " + result.Reason,
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    public async Task OnPostAsync(
        IReadOnlyList<IFormFile> files, string? title, string? description, string? tags, string? project, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            Problem = "Choose at least one picture.";
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var list = tags?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        List<IntakeResult> results = [];
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            results.Add(await intake.AcceptAsync(content, new IncomingPicture(FileNames.Clean(file.FileName), title, description, list, project), cancellationToken));
        }

        Results = results;
    }
}
