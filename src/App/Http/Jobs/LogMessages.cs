namespace Photoseek.App.Http.Jobs;

/// <summary>What the jobs' API logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Warning, "How long the searches of the last minute took could not be kept")]
    public static partial void SearchMinuteLost(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Debug, "The status could not be read for those who watch it")]
    public static partial void StatusUnread(this ILogger logger, Exception exception);
}
