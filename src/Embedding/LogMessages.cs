using Microsoft.Extensions.Logging;

namespace Photoseek.Embedding;

/// <summary>Everything this module logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Information, "Loaded the model {Name} from {Folder} in {Milliseconds} ms: {Dimension} wide, {Sha256}")]
    public static partial void Loaded(ILogger logger, string name, string folder, double milliseconds, int dimension, string sha256);

    [LoggerMessage(110, LogLevel.Debug, "Installing the model {Name} from {Address}")]
    public static partial void Installing(ILogger logger, string name, Uri address);

    [LoggerMessage(111, LogLevel.Information, "Installed the model {Name} in {Folder}")]
    public static partial void Installed(ILogger logger, string name, string folder);

    [LoggerMessage(112, LogLevel.Warning, "The model {Name} is installed without {File}, which it can do without: {Reason}")]
    public static partial void OptionalFileLeftOut(ILogger logger, string name, string file, string reason);
}
