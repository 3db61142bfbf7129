namespace Photoseek.App.Hosting;

/// <summary>What the host itself logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "The model {Name} is not here yet: the library is served by what it has while it is downloaded")]
    public static partial void ModelMissing(this ILogger logger, string name);

    [LoggerMessage(LogLevel.Information, "Downloaded {Percent} % of the model {Name}")]
    public static partial void ModelDownloading(this ILogger logger, string name, int percent);

    [LoggerMessage(LogLevel.Information, "The model {Name} is in {Folder}; it serves when the library is embedded with it")]
    public static partial void ModelInstalled(this ILogger logger, string name, string folder);

    [LoggerMessage(LogLevel.Information, "The model {Name} could not be installed, what serves stays: {Reason}")]
    public static partial void ModelNotInstalled(this ILogger logger, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The model {Name} is installed but could not be started; the next start of the app does it")]
    public static partial void ModelNotStarted(this ILogger logger, Exception exception, string name);
}
