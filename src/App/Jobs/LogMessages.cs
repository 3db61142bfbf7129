namespace Photoseek.App.Jobs;

/// <summary>What the scheduled jobs log.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "Looked through {Source}: {Result}")]
    public static partial void SyncDone(this ILogger logger, string source, string result);

    [LoggerMessage(LogLevel.Warning, "Could not look through {Source}: {Reason}")]
    public static partial void SyncFailed(this ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Warning, "The schedules could not be set; trying again in {Seconds:0} s")]
    public static partial void SchedulesNotSet(this ILogger logger, Exception exception, double seconds);
}
