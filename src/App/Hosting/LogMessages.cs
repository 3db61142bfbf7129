namespace Photoseek.App.Hosting;

internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: requests are taken for {Seconds:0} s more, then what was accepted is ended")]
    public static partial void Leaving(this ILogger log, double seconds);
}
