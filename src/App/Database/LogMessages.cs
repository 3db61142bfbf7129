namespace Photoseek.App.Database;

/// <summary>What the database part logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Information, "Applied migration {Name}")]
    public static partial void MigrationApplied(this ILogger logger, string name);

    [LoggerMessage(LogLevel.Information, "Making a PostgreSQL {Major} cluster in {Folder}")]
    public static partial void MakingCluster(this ILogger logger, int major, string folder);

    [LoggerMessage(LogLevel.Information, "Started PostgreSQL {Major} in {Folder}")]
    public static partial void ClusterStarted(this ILogger logger, int major, string folder);

    [LoggerMessage(LogLevel.Information, "Joined the running PostgreSQL in {Folder}")]
    public static partial void ClusterJoined(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "Stopped PostgreSQL in {Folder}")]
    public static partial void ClusterStopped(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL in {Folder} did not stop: {Reason}. It is taken over by the next start")]
    public static partial void ClusterNotStopped(this ILogger logger, string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL in {Folder} had ended by itself, its log says why; it was started again")]
    public static partial void ClusterStartedAgain(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Error, "PostgreSQL in {Folder} has ended by itself and does not start: {Reason}. Trying again in {Seconds:0} s")]
    public static partial void ClusterNotStartedAgain(this ILogger logger, string folder, string reason, double seconds);

    [LoggerMessage(LogLevel.Warning, "User {User}, under whom PostgreSQL runs, may not enter {DataFolder}: the database is kept in {Folder} instead")]
    public static partial void ClusterElsewhere(this ILogger logger, string user, string dataFolder, string folder);
}
