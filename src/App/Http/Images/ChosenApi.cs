using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Photoseek.App.Access;
using Photoseek.Indexing;
using Photoseek.Indexing.Edits;

namespace Photoseek.App.Http.Images;

/// <summary>Several pictures at once: tag, delete, restore, download.</summary>
internal static class ChosenApi
{
    private const int MaxBytes = 256 * 1024;
    private const int MostListed = 200;

    /// <summary>Maps <c>tags</c>, <c>delete</c>, <c>restore</c>, <c>deleted</c> and <c>download</c> below <c>/api/images</c>, and <c>DELETE</c> of one.</summary>
    public static void MapChosen(this IEndpointRouteBuilder images)
    {
        var changes = images.MapGroup("").RequireAuthorization(Policies.Upload).RequireRateLimiting(RateLimits.Uploads);
        changes.MapPost("/tags", TagAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
        changes.MapPost("/delete", DeleteAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
        changes.MapPost("/restore", RestoreAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
        changes.MapDelete("/{id}", DeleteOneAsync);
        images.MapGet("/deleted", ListDeletedAsync).RequireAuthorization(Policies.Upload);
        images.MapGet("/{id}/thumbnail/deleted", DeletedThumbnailAsync).RequireAuthorization(Policies.Upload);
        images.MapGet("/download", DownloadAsync).RequireAuthorization(Policies.Originals).WithRequestTimeout(TimeSpan.FromHours(1));
    }

    private static async Task<Ok<ChosenReply>> TagAsync(HttpRequest request, PictureEdits edits, CancellationToken cancellationToken)
    {
        var chosen = await ChosenImages.ReadAsync(request, cancellationToken);
        return TypedResults.Ok(new ChosenReply(await edits.TagAsync(chosen.Ids, chosen.Add, chosen.Remove, cancellationToken), null));
    }

    private static async Task<Ok<ChosenReply>> DeleteAsync(HttpRequest request, PictureDeletion deletion, CancellationToken cancellationToken)
    {
        var gone = await deletion.DeleteAsync((await ChosenImages.ReadAsync(request, cancellationToken)).Ids, cancellationToken);
        return TypedResults.Ok(new ChosenReply(gone.Count, gone));
    }

    private static async Task<Ok<ChosenReply>> RestoreAsync(HttpRequest request, PictureDeletion deletion, CancellationToken cancellationToken)
    {
        var back = await deletion.RestoreAsync((await ChosenImages.ReadAsync(request, cancellationToken)).Ids, cancellationToken);
        return TypedResults.Ok(new ChosenReply(back.Count, back));
    }

    private static async Task<NoContent> DeleteOneAsync(string id, PictureLibrary library, PictureDeletion deletion, CancellationToken cancellationToken)
    {
        var details = await ImagesApi.GetAsync(id, library, cancellationToken);
        await deletion.DeleteAsync([details.Id], cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DeletedReply>> ListDeletedAsync(HttpRequest request, PictureDeletion deletion, CancellationToken cancellationToken)
    {
        var fields = new QueryFields(request.Query);
        var (after, limit) = (fields.Id("after"), fields.Whole("limit", 60));
        if (limit is < 1 or > MostListed)
        {
            fields.Refuse("limit", $"Must be from 1 to {MostListed}.");
        }

        fields.RefuseWrong();
        return TypedResults.Ok(DeletedReply.Of(await deletion.ListAsync(after, limit, cancellationToken)));
    }

    private static async Task<IResult> DeletedThumbnailAsync(string id, HttpContext context, PictureLibrary library, CancellationToken cancellationToken) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await library.OpenDeletedThumbnailAsync(number, cancellationToken) is { } file
            ? PictureResult.Of(context, file, context.Request.Query["v"].ToString(), "small")
            : Problems.Of(ProblemKind.UnknownImage, "There is no deleted image of this id.");

    private static PictureArchive DownloadAsync(HttpRequest request, PictureLibrary library, TimeProvider time) =>
        new(ChosenImages.OfQuery(request, PictureArchive.MostPictures), library, time);
}
