namespace Photoseek.App.Http;

/// <summary>A kind of refusal: a stable type URI, a status and a title that does not depend on the case.</summary>
/// <param name="Type">Stable: programs may compare it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every case; the detail says what happened.</param>
internal sealed record ProblemKind(string Type, int Status, string Title)
{
    public static readonly ProblemKind InvalidRequest = new("/problems/invalid-request", StatusCodes.Status400BadRequest, "The request is not valid.");
    public static readonly ProblemKind InvalidSearch = new("/problems/invalid-search", StatusCodes.Status400BadRequest, "The search is not valid.");
    public static readonly ProblemKind MalformedJson = new("/problems/malformed-json", StatusCodes.Status400BadRequest, "The body is not JSON.");
    public static readonly ProblemKind MalformedUpload = new("/problems/malformed-upload", StatusCodes.Status400BadRequest, "The upload is malformed or was cut short.");
    public static readonly ProblemKind Unauthorized = new("/problems/unauthorized", StatusCodes.Status401Unauthorized, "A token is needed.");
    public static readonly ProblemKind CrossSite = new("/problems/cross-site", StatusCodes.Status403Forbidden, "Another site may not do this.");
    public static readonly ProblemKind MissingToken = new("/problems/missing-token", StatusCodes.Status403Forbidden, "The page's token is missing.");
    public static readonly ProblemKind Forbidden = new("/problems/forbidden", StatusCodes.Status403Forbidden, "This is not allowed to the one who asks.");
    public static readonly ProblemKind SwitchedOff = new("/problems/switched-off", StatusCodes.Status403Forbidden, "This is switched off here.");
    public static readonly ProblemKind UnknownExplanation = new("/problems/unknown-explanation", StatusCodes.Status404NotFound, "There is no such explanation.");
    public static readonly ProblemKind UnknownImage = new("/problems/unknown-image", StatusCodes.Status404NotFound, "There is no such image.");
    public static readonly ProblemKind UnknownPath = new("/problems/unknown-path", StatusCodes.Status404NotFound, "There is no such picture in a configured source.");
    public static readonly ProblemKind UnknownJob = new("/problems/unknown-job", StatusCodes.Status404NotFound, "There is no such job.");
    public static readonly ProblemKind UnknownSource = new("/problems/unknown-source", StatusCodes.Status404NotFound, "There is no such source.");
    public static readonly ProblemKind UnknownModel = new("/problems/unknown-model", StatusCodes.Status404NotFound, "There is no such model.");
    public static readonly ProblemKind UnknownRun = new("/problems/unknown-run", StatusCodes.Status404NotFound, "There is no such run under way.");
    public static readonly ProblemKind NoRemoval = new("/problems/no-removal", StatusCodes.Status409Conflict, "No removal waits for an answer.");
    public static readonly ProblemKind JobConflict = new("/problems/job-conflict", StatusCodes.Status409Conflict, "The job runs already.");
    public static readonly ProblemKind ImagePending = new("/problems/image-pending", StatusCodes.Status409Conflict, "The image is not indexed yet.");
    public static readonly ProblemKind ImageFailed = new("/problems/image-failed", StatusCodes.Status409Conflict, "The image could not be indexed.");
    public static readonly ProblemKind TooLarge = new("/problems/too-large", StatusCodes.Status413PayloadTooLarge, "Too much was sent.");
    public static readonly ProblemKind WrongContentType = new("/problems/wrong-content-type", StatusCodes.Status415UnsupportedMediaType, "This content type is not understood here.");
    public static readonly ProblemKind NotAPicture = new("/problems/not-a-picture", StatusCodes.Status415UnsupportedMediaType, "This is no picture of a format that is let in.");
    public static readonly ProblemKind NotServedHere = new("/problems/not-served-here", StatusCodes.Status421MisdirectedRequest, "This instance does not answer that.");
    public static readonly ProblemKind UnusablePicture = new("/problems/unusable-picture", StatusCodes.Status422UnprocessableEntity, "The picture cannot be used.");
    public static readonly ProblemKind TooManyRequests = new("/problems/too-many-requests", StatusCodes.Status429TooManyRequests, "Too much was asked within a minute.");
    public static readonly ProblemKind ModelMismatch = new("/problems/model-mismatch", StatusCodes.Status503ServiceUnavailable, "The library is being indexed for another model.");
    public static readonly ProblemKind TooManyWatchers = new("/problems/too-many-watchers", StatusCodes.Status503ServiceUnavailable, "Too many are watching.");
    public static readonly ProblemKind SearchTimeout = new("/problems/search-timeout", StatusCodes.Status503ServiceUnavailable, "The search took too long.");
    public static readonly ProblemKind DatabaseUnavailable = new("/problems/database-unavailable", StatusCodes.Status503ServiceUnavailable, "The database cannot be reached.");
    public static readonly ProblemKind StorageUnavailable = new("/problems/storage-unavailable", StatusCodes.Status503ServiceUnavailable, "The files of the library cannot be reached.");
    public static readonly ProblemKind StorageFull = new("/problems/storage-full", StatusCodes.Status507InsufficientStorage, "There is no space left.");
}
