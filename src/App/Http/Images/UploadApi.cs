using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Photoseek.App.Access;
using Photoseek.App.Http.Uploads;
using Photoseek.Indexing;

namespace Photoseek.App.Http.Images;

/// <summary><c>POST /api/images</c>: pictures in, streamed to the store one after the other as they arrive.</summary>
internal static class UploadApi
{
    /// <summary>Most files in one request.</summary>
    internal const int MaxFiles = 1000;

    private const long MaxRequestBytes = 4L * 1024 * 1024 * 1024;

    public static void MapUpload(this IEndpointRouteBuilder images) =>
        images.MapPost("", UploadAsync)
            .RequireAuthorization(Policies.Upload)
            .RequireRateLimiting(RateLimits.Uploads)
            .WithRequestTimeout(TimeSpan.FromHours(1))
            .AddEndpointFilter(new SwitchFilter(static switches => switches.Uploads, "Adding pictures over the web is switched off (Switches__Uploads). Folders and buckets are taken in as before."))
            .WithMetadata(new RequestSizeLimitAttribute(MaxRequestBytes));

    /// <remarks>The answer is 200 once the form was read, whatever became of its files: each has a status and a reason of its own.</remarks>
    private static async Task<Ok<List<IntakeResult>>> UploadAsync(HttpRequest request, PictureIntake intake, CancellationToken cancellationToken)
    {
        var parts = UploadParts.Open(request);
        var fields = new UploadFields();
        var results = new List<IntakeResult>();
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (part.FileName is not { } file)
            {
                await fields.ReadAsync(part, cancellationToken);
            }
            else if (results.Count == MaxFiles)
            {
                results.Add(new IntakeResult(file, IntakeStatus.Refused, Id: null, $"At most {MaxFiles} files are taken in one request; this one and those after it were not read."));
                break;
            }
            else if (part.Name is not "files")
            {
                results.Add(new IntakeResult(file, IntakeStatus.Refused, Id: null, "Send pictures in the field 'files'."));
            }
            else
            {
                var picture = new IncomingPicture(file, fields.Title, fields.Description, fields.Tags, fields.Project);
                results.Add(await intake.AcceptAsync(part.Content, picture, cancellationToken));
            }
        }

        return TypedResults.Ok(results);
    }
}
