using Npgsql;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Storage;
using Photoseek.Search;

namespace Photoseek.App.Http;

/// <summary>The one table from what goes wrong to what the caller is told. What is not in it is a defect: 500 without details.</summary>
internal static class Problems
{
    /// <summary>The kind of a failure; null where it is not one that a caller can do something about.</summary>
    public static ProblemKind? KindOf(Exception failure) => failure switch
    {
        RequestRefusedException refused => refused.Kind,
        InvalidSearchException => ProblemKind.InvalidSearch,
        PictureRefusedException { Reason: RefusalReason.NotAPicture } => ProblemKind.NotAPicture,
        PictureRefusedException { Reason: RefusalReason.FileSize } => ProblemKind.TooLarge,
        PictureRefusedException => ProblemKind.UnusablePicture,
        QueryImageException { State: QueryImageState.Pending } => ProblemKind.ImagePending,
        QueryImageException { State: QueryImageState.Failed } => ProblemKind.ImageFailed,
        QueryImageException => ProblemKind.UnknownImage,
        JobConflictException => ProblemKind.JobConflict,
        ModelMismatchException => ProblemKind.ModelMismatch,
        TimeoutException => ProblemKind.SearchTimeout,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemKind.TooLarge,
        BadHttpRequestException => ProblemKind.InvalidRequest,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => ProblemKind.StorageFull,
        PostgresException { IsTransient: true } => ProblemKind.DatabaseUnavailable,
        PostgresException => null,
        NpgsqlException or Quartz.JobPersistenceException => ProblemKind.DatabaseUnavailable,
        StoreFullException => ProblemKind.StorageFull,
        IOException => ProblemKind.StorageUnavailable,
        _ => null,
    };

    /// <summary>The answer to a failure of a known kind.</summary>
    /// <param name="failure">Its message is shown only where it was written for the caller.</param>
    /// <param name="kind">What <see cref="KindOf"/> said.</param>
    /// <param name="fieldNames">What the endpoint calls the fields of a <see cref="SearchRequest"/>, where it is not the same.</param>
    public static IResult Describe(Exception failure, ProblemKind kind, IReadOnlyDictionary<string, string>? fieldNames = null)
    {
        var errors = failure switch
        {
            InvalidSearchException invalid => invalid.Errors,
            RequestRefusedException refused => refused.Errors,
            _ => null,
        };
        var named = errors is not { Count: > 0 }
            ? null
            : errors.ToDictionary(e => fieldNames?.GetValueOrDefault(e.Key) ?? e.Key, e => new[] { e.Value }, StringComparer.Ordinal);
        var detail = failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "There is no room left where the database is kept.",
            _ when kind == ProblemKind.DatabaseUnavailable || kind == ProblemKind.StorageUnavailable => null,
            _ => failure.Message,
        };
        return Of(kind, detail, named);
    }

    /// <summary>An answer of a kind.</summary>
    public static IResult Of(ProblemKind kind, string? detail, IReadOnlyDictionary<string, string[]>? errors = null) => TypedResults.Problem(
        detail,
        statusCode: kind.Status,
        title: kind.Title,
        type: kind.Type,
        extensions: errors is null ? null : [new("errors", errors)]);
}
