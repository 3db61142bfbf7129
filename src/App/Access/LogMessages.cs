namespace Photoseek.App.Access;

/// <summary>What the access part logs: never a password, a key or what somebody typed as a name.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Who may do what could not be read; it stays as it was")]
    public static partial void AccessUnread(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The use of a key could not be noted")]
    public static partial void UseNotNoted(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Person {Id} has signed in from {Address}")]
    public static partial void SignedIn(this ILogger logger, int id, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A try to sign in from {Address} has failed")]
    public static partial void SignInFailed(this ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Caller} asks too often for {Path}")]
    public static partial void AsksTooOften(this ILogger logger, string caller, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "The administrator {Name} was set up from the configuration")]
    public static partial void AdministratorSetUp(this ILogger logger, string name);
}
