namespace Photoseek.App.Hosting;

/// <summary>What the host itself logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Warning, "The model {Name} is not here yet: the demo model is served while it is downloaded")]
    public static partial void ModelMissing(this ILogger logger, string name);

    [LoggerMessage(LogLevel.Information, "Downloaded {Percent} % of the model {Name}")]
    public static partial void ModelDownloading(this ILogger logger, string name, int percent);

    [LoggerMessage(LogLevel.Information, "The model {Name} is in {Folder}; start again to serve it")]
    public static partial void ModelInstalled(this ILogger logger, string name, string folder);

    [LoggerMessage(LogLevel.Warning, "The model {Name} could not be installed, the demo model stays: {Reason}")]
    public static partial void ModelNotInstalled(this ILogger logger, string name, string reason);
}
