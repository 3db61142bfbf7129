using System.CommandLine;
using System.Globalization;
using Photoseek.App.Backup;
using Photoseek.App.Hosting;

namespace Photoseek.App.Cli;

/// <summary><c>backup FILE</c>: all that cannot be made again, in one file; the server may go on meanwhile.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> _file = new("file") { Description = "Where to write it; must not be there yet." };
    private static readonly Option<bool> _withoutOriginals = new("--without-originals") { Description = "Leave out uploads, which then have to be kept in another way." };

    public static Command Create()
    {
        var command = new Command("backup", "Write the library into one file: database, keys, and uploads that are kept in a folder.") { _file, _withoutOriginals };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(Logging.ToStandardError);
        await using var database = await LibraryDatabase.OpenAsItIsAsync(settings, loggers, cancellationToken);
        var path = Path.GetFullPath(parsed.GetRequiredValue(_file));
        var manifest = await LibraryBackup.RunAsync(settings, database, path, !parsed.GetValue(_withoutOriginals), TimeProvider.System, cancellationToken);
        foreach (var part in manifest.Parts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Name}: {part.Files:N0} files, {part.Bytes:N0} bytes"));
        }

        Console.WriteLine($"Backed up to {path}. It opens the library to whoever has it: keep it as you keep passwords.");
        return 0;
    }
}
