using Microsoft.Extensions.Logging;

namespace Photoseek.Search;

/// <summary>What the module logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "Loaded the codes of {Count} pictures of generation {Generation} in {Milliseconds} ms: searches compare with all of them")]
    public static partial void CodesLoaded(this ILogger logger, int count, int generation, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "The codes of generation {Generation} (about {Rows} pictures) take more than the {Megabytes} MB of Search:CodesMegabytes: searches go by the HNSW index, which finds fewer of the right ones")]
    public static partial void CodesTooLarge(this ILogger logger, int generation, long rows, long megabytes);

    [LoggerMessage(LogLevel.Warning, "Looking for near-duplicates was broken off; it goes on in a while")]
    public static partial void DuplicatesPostponed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What is known of the pictures that are to be explained could not be read")]
    public static partial void ExplanationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The codes could not be brought up to date; searches go by Postgres alone until they are")]
    public static partial void CodesBehind(this ILogger logger, Exception exception);
}
