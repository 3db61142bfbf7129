namespace Photoseek.App.Pages;

internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The library's counts could not be read")]
    public static partial void GlanceFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page could not search or list the library")]
    public static partial void PageSearchFailed(this ILogger logger, Exception exception);
}
