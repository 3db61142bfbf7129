using System.CommandLine;
using Photoseek.App.Hosting;

namespace Photoseek.App.Cli;

/// <summary><c>migrate</c>: brings the schema up to date and says what it did.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database's schema up to date.");
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(Logging.ToStandardError);
        await using var database = await LibraryDatabase.OpenAsync(settings, loggers, cancellationToken);
        foreach (var name in database.Applied)
        {
            Console.WriteLine($"applied {name}");
        }

        Console.WriteLine("The schema is up to date.");
        return 0;
    }
}
