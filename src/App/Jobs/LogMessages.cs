namespace Photoseek.App.Jobs;

/// <summary>What the scheduled jobs log.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "Looked through {Source}: {Result}")]
    public static partial void SyncDone(this ILogger logger, string source, string result);

    [LoggerMessage(LogLevel.Warning, "Could not look through {Source}: {Reason}")]
    public static partial void SyncFailed(this ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Information, "The model {Name} was installed: {Result}")]
    public static partial void ModelInstalled(this ILogger logger, string name, string result);

    [LoggerMessage(LogLevel.Information, "The model {Name} could not be installed, what serves stays: {Reason}")]
    public static partial void ModelNotInstalled(this ILogger logger, string name, string reason);

    [LoggerMessage(LogLevel.Debug, "The models that are to be installed could not be looked at or worked on")]
    public static partial void InstallsNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Pictures could not be put on the work list; trying again: {Reason}")]
    public static partial void NotOwed(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The schedules could not be set; trying again in {Seconds:0} s")]
    public static partial void SchedulesNotSet(this ILogger logger, Exception exception, double seconds);
}
