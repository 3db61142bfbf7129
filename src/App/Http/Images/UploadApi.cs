using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Photoseek.App.Access;
using Photoseek.App.Http.Uploads;
using Photoseek.Indexing;

namespace Photoseek.App.Http.Images;

/// <summary><c>POST /api/images</c>: pictures in, streamed to the store one after the other as they arrive.</summary>
internal static class UploadApi
{
    public static void MapUpload(this IEndpointRouteBuilder images) =>
        images.MapPost("", UploadAsync)
            .RequireAuthorization(Policies.Upload)
            .RequireRateLimiting(RateLimits.Uploads)
            .WithRequestTimeout(TimeSpan.FromHours(1))
            .AddEndpointFilter(new SwitchFilter(static switches => switches.Uploads, "Adding pictures over the web is switched off (Switches__Uploads). Folders and buckets are taken in as before."))
            .WithMetadata(new RequestSizeLimitAttribute(UploadForm.MaxBytes));

    /// <remarks>The answer is 200 once the form was read, whatever became of its files: each has a status and a reason of its own.</remarks>
    private static async Task<Ok<List<IntakeResult>>> UploadAsync(HttpRequest request, PictureIntake intake, CancellationToken cancellationToken)
    {
        var results = new List<IntakeResult>();
        await foreach (var result in UploadForm.TakeAsync(request, intake, allow: null, cancellationToken))
        {
            results.Add(result);
        }

        return TypedResults.Ok(results);
    }
}
