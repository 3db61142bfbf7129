using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Photoseek.App.Http;
using Photoseek.App.Http.Uploads;
using Photoseek.Embedding.Images;
using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>
/// Adding pictures. The page's script sends file by file to <c>POST /api/images</c>; this form does the same at once
/// for a browser without script.
/// </summary>
/// <remarks>The form's token is its first field and looked at here: the framework would read the whole form before it came to it.</remarks>
[RequestSizeLimit(UploadForm.MaxBytes)]
[IgnoreAntiforgeryToken]
public sealed class UploadModel(PictureIntake intake, PictureDecoder decoder, IAntiforgery antiforgery, IOptions<AntiforgeryOptions> tokens) : PageModel
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
            await foreach (var result in UploadForm.TakeAsync(Request, intake, AllowAsync, HttpContext.RequestAborted))
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

    private async Task AllowAsync(UploadPart? first)
    {
        if (first?.Name == tokens.Value.FormFieldName)
        {
            Request.Headers[tokens.Value.HeaderName!] = await UploadFields.TextAsync(first, HttpContext.RequestAborted);
        }

        // Without the header the framework would look for the token in the form, of which some is read already.
        if (!Request.Headers.ContainsKey(tokens.Value.HeaderName!) || !await antiforgery.IsRequestValidAsync(HttpContext))
        {
            throw new RequestRefusedException(ProblemKind.CrossSite, "This form is too old, or not of this site. Choose the pictures again and send them once more.");
        }
    }
}
