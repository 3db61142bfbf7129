namespace Photoseek.App.Http.Embedding;

/// <summary>What the embedding endpoints log.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "Embedded {What}: {Dimension} numbers in {Milliseconds:0.0} ms")]
    public static partial void Embedded(this ILogger logger, string what, int dimension, double milliseconds);
}
