using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Photoseek.App.Access;
using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Edits;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Http.Images;

/// <summary>The images of the library: upload, state and metadata, bytes, counts.</summary>
internal static class ImagesApi
{
    // A large file over a slow line takes its time.
    private static readonly TimeSpan Slow = TimeSpan.FromHours(1);

    private const int MaxCaptionBytes = 64 * 1024;
    private const int MaxEditBytes = 128 * 1024;
    private const int MaxStates = 100;
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/api/images</c> and <c>/api/status</c>.</summary>
    public static IEndpointRouteBuilder MapImagesApi(this IEndpointRouteBuilder routes)
    {
        var images = routes.MapGroup("/api/images").AddEndpointFilter(new ProblemFilter());
        images.MapUpload();
        images.MapChosen();
        images.MapGet("/states", StatesAsync).RequireAuthorization(Policies.Search);
        images.MapGet("/{id}", FindAsync).RequireAuthorization(Policies.Search);
        images.MapPut("/{id}", EditAsync).RequireAuthorization(Policies.Upload).RequireRateLimiting(RateLimits.Uploads).WithMetadata(new RequestSizeLimitAttribute(MaxEditBytes));
        images.MapPut("/{id}/caption", WriteCaptionAsync).RequireAuthorization(Policies.Upload).RequireRateLimiting(RateLimits.Uploads).WithMetadata(new RequestSizeLimitAttribute(MaxCaptionBytes));
        images.MapMethods("/{id}/thumbnail", ReadMethods, ThumbnailAsync).RequireAuthorization(Policies.Search);
        images.MapMethods("/{id}/original", ReadMethods, OriginalAsync).RequireAuthorization(Policies.Originals).WithRequestTimeout(Slow);
        routes.MapGet("/api/status", StatusAsync).RequireAuthorization(Policies.Search).AddEndpointFilter(new ProblemFilter());
        return routes;
    }

    private static async Task<Ok<StatusReply>> StatusAsync(PictureLibrary library, LibraryTexts texts, LibraryCaptions captions, CancellationToken cancellationToken) =>
        TypedResults.Ok(StatusReply.Of(await library.StatusAsync(cancellationToken), await texts.StatusAsync(cancellationToken), await captions.StatusAsync(cancellationToken)));

    private static async Task<Ok<PictureDetails>> FindAsync(string id, PictureLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok(await GetAsync(id, library, cancellationToken));

    private static async Task<Ok<PictureDetails>> EditAsync(string id, HttpRequest request, PictureLibrary library, PictureEdits edits, LibraryCaptions captions, CancellationToken cancellationToken)
    {
        var body = await EditBody.ReadAsync(request, cancellationToken);
        var details = await GetAsync(id, library, cancellationToken);
        await edits.WriteAsync(details.Id, body.Edit, cancellationToken);
        if (body.HasCaption)
        {
            await captions.WriteAsync(details.Id, body.Caption, cancellationToken);
        }

        return TypedResults.Ok(await GetAsync(id, library, cancellationToken));
    }

    /// <remarks>Ids that there is no image of are not in the answer.</remarks>
    private static async Task<Ok<IEnumerable<ImageState>>> StatesAsync(HttpRequest request, PictureLibrary library, CancellationToken cancellationToken)
    {
        var given = request.Query["id"];
        var ids = given.Select(static id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).Distinct().ToList();
        if (ids.Count is 0 or > MaxStates || ids.Contains(-1))
        {
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "A field is wrong.")
            {
                Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = $"Give 1 to {MaxStates} numbers of images, as in ?id=1&id=2." },
            };
        }

        return TypedResults.Ok((await library.FindAsync(ids, cancellationToken)).Select(static image => new ImageState(image.Id, image.State, image.Reason)));
    }

    private static async Task<Ok<PictureDetails>> WriteCaptionAsync(string id, HttpRequest request, PictureLibrary library, LibraryCaptions captions, CancellationToken cancellationToken)
    {
        var caption = await JsonBody.TextAsync(request, "caption", cancellationToken);
        if (caption.Length > LibraryCaptions.MostCharacters)
        {
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "A field is wrong.")
            {
                Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["caption"] = $"Write at most {LibraryCaptions.MostCharacters} characters." },
            };
        }

        var details = await GetAsync(id, library, cancellationToken);
        await captions.WriteAsync(details.Id, caption, cancellationToken);
        return TypedResults.Ok(await GetAsync(id, library, cancellationToken));
    }

    private static async Task<IResult> ThumbnailAsync(string id, HttpContext context, PictureLibrary library, CancellationToken cancellationToken)
    {
        var size = context.Request.Query["size"].ToString() switch
        {
            "" or "small" => ThumbnailSize.Small,
            "large" => ThumbnailSize.Large,
            _ => throw new RequestRefusedException(ProblemKind.InvalidRequest, "The size is small or large.")
            {
                Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = "Must be small or large." },
            },
        };
        var details = await GetAsync(id, library, cancellationToken);
        return await library.OpenThumbnailAsync(details.Id, size, cancellationToken) is { } file
            ? PictureResult.Of(context, file, details.Sha256, size == ThumbnailSize.Small ? "small" : "large")
            : Gone(details);
    }

    private static async Task<IResult> OriginalAsync(string id, HttpContext context, PictureLibrary library, CancellationToken cancellationToken)
    {
        var details = await GetAsync(id, library, cancellationToken);
        return await library.OpenOriginalAsync(details.Id, cancellationToken) is { } file
            ? PictureResult.Of(context, file, details.Sha256, "original")
            : Gone(details);
    }

    /// <summary>The image of an address.</summary>
    /// <exception cref="RequestRefusedException">There is none.</exception>
    internal static async Task<PictureDetails> GetAsync(string id, PictureLibrary library, CancellationToken cancellationToken)
    {
        var details = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await library.FindAsync(number, cancellationToken)
            : null;
        return details ?? throw new RequestRefusedException(ProblemKind.UnknownImage, "There is no image of this id.");
    }

    private static IResult Gone(PictureDetails details) => Problems.Of(
        ProblemKind.UnknownImage,
        details.State == "failed" ? $"Image {details.Id} has no picture to show: {details.Reason}" : $"The file of image {details.Id} is not there.");
}
