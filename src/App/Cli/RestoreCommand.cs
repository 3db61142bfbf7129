using System.CommandLine;
using Photoseek.App.Backup;
using Photoseek.App.Hosting;

namespace Photoseek.App.Cli;

/// <summary><c>restore FILE</c>: brings a backup back into an empty library.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> _file = new("file") { Description = "What \"photoseek backup\" wrote." };

    public static Command Create()
    {
        var command = new Command("restore", "Bring a backup back into an empty library; a damaged one is refused.") { _file };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(Logging.ToStandardError);
        var manifest = await LibraryRestore.RunAsync(settings, Path.GetFullPath(parsed.GetRequiredValue(_file)), loggers, cancellationToken);
        Console.WriteLine($"Restored the library of {manifest.MadeAt:u}.");
        if (!manifest.Has(BackupNames.Originals))
        {
            Console.WriteLine("The backup holds no uploads: where there were any, put their bucket or folder back as well.");
        }

        return 0;
    }
}
