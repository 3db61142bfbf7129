using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;
using Photoseek.App.Http;
using Photoseek.App.Http.Uploads;
using Photoseek.Embedding.Images;
using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>
/// Adding pictures. The page's script sends file by file to <c>POST /api/images</c>; this form does the same at once
/// for a browser without script.
/// </summary>
/// <remarks>The form's token is looked at here, before its first file: to look for it earlier, the form would be read whole.</remarks>
[Authorize(Policies.Upload)]
[EnableRateLimiting(RateLimits.Uploads)]
[RequestTimeout(3_600_000)]
[RequestSizeLimit(UploadForm.MaxBytes)]
[IgnoreAntiforgeryToken]
public sealed class UploadModel(PictureIntake intake, PictureDecoder decoder, IAntiforgery antiforgery) : PageModel
{
    public IReadOnlyList<IntakeResult> Results { get; private set; } = [];

    public string? Problem { get; private set; }

    /// <summary>Bytes that a picture may have.</summary>
    public int PictureLimit => decoder.Limits.Bytes;

    public static string Fate(IntakeResult result) => result.Status switch
    {
        IntakeStatus.Accepted => "Accepted, being indexed",
        IntakeStatus.Duplicate => "Already here",
        IntakeStatus.Refused => "Refused: " + result.Reason,
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <remarks>Without parameters: to bind any, the form would be read whole first, and one that is cut off would leave nothing.</remarks>
    public async Task OnPostAsync()
    {
        List<IntakeResult> results = [];
        try
        {
            await foreach (var result in UploadForm.TakeAsync(Request, intake, HttpContext.RequestAborted, CheckAsync))
            {
                results.Add(result);
            }

            if (results.Count == 0)
            {
                throw new RequestRefusedException(ProblemKind.InvalidRequest, "Choose at least one picture.");
            }
        }
        catch (Exception failure) when (Problems.KindOf(failure) is { } kind)
        {
            Problem = kind.Status < StatusCodes.Status500InternalServerError ? failure.Message : $"{kind.Title} What stands below is kept; send the rest again in a moment.";
            Response.StatusCode = kind.Status;
        }

        Results = results;
    }

    private async Task CheckAsync(UploadFields fields)
    {
        Request.Headers[TokenGuard.Header] = fields.Token;

        // Without the header the framework would look for the token in the form, of which some is read already.
        if (fields.Token is null || !await antiforgery.IsRequestValidAsync(HttpContext))
        {
            throw new RequestRefusedException(ProblemKind.MissingToken, "This form is too old, or not of this site. Load the page anew and choose the pictures again.");
        }
    }
}
