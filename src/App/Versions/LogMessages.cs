namespace Photoseek.App.Versions;

/// <summary>What the table of versions logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "{Part,-12} {Version}{Note}")]
    public static partial void Runs(this ILogger logger, string part, string version, string note);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    public static partial void ShouldNotRun(this ILogger logger, string warning);

    [LoggerMessage(LogLevel.Debug, "The versions could not be read")]
    public static partial void VersionsNotRead(this ILogger logger, Exception exception);
}
