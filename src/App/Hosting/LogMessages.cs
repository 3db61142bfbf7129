namespace Photoseek.App.Hosting;

/// <summary>What is logged while the app is put together, and when it ends.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Warning, "The uploads of this library are not in {Folder}: their originals cannot be shown from here. Give all instances the same bucket (Storage__Provider=S3), or the same folder (Storage__Folder)")]
    public static partial void UploadsElsewhere(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Warning, "Uploads are kept in the folder {Folder}: all instances must see the same one, or a bucket (Storage__Provider=S3), or what one receives no other can index")]
    public static partial void FolderMustBeShared(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "Stopping: requests are taken for {Seconds:0} s more, then what was accepted is ended")]
    public static partial void Leaving(this ILogger logger, double seconds);
}
