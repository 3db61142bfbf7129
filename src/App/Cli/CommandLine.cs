using System.CommandLine;
using System.CommandLine.Help;
using Photoseek.App.Hosting;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary>The verbs. Exit codes: 0 done, 1 failed with a sentence on standard error, 130 cancelled.</summary>
internal static class CommandLine
{
    // After a signal. What ends in order has deadlines of its own, all shorter than this; the default, 2 s, cuts it off.
    private static readonly TimeSpan EndOfAll = TimeSpan.FromHours(2);

    public static async Task<int> RunAsync(string[] args)
    {
        // Not a RootCommand: that is called after the assembly, and people call photoseek.
        var root = new Command("photoseek", "Semantic search over your own photos.") { new HelpOption(), new VersionOption() };
        root.Add(ServeCommand.Create());
        root.Add(ImportCommand.Create());
        root.Add(SearchCommand.Create());
        root.Add(EmbedCommand.Create());
        root.Add(ModelsCommand.Create());
        root.Add(SourcesCommand.Create());
        root.Add(SyncCommand.Create());
        root.Add(ReindexCommand.Create());
        root.Add(StatusCommand.Create());
        root.Add(UsersCommand.Create());
        root.Add(KeysCommand.Create());
        root.Add(VersionsCommand.Create());
        root.Add(MigrateCommand.Create());
        root.Add(BackupCommand.Create());
        root.Add(RestoreCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(BenchCommand.Create());

        // The default handler would print a stack trace; expected failures are a sentence.
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndOfAll });
    }

    /// <summary>Gives a verb the settings, and turns what it throws into a sentence and an exit code.</summary>
    public static void SetVerb(this Command command, Func<AppSettings, ParseResult, CancellationToken, Task<int>> verb) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await verb(AppSettings.Load(), parsed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return 130;
            }
            catch (Exception exception) when (Failures.Sentence(exception) is { } sentence)
            {
                await Console.Error.WriteLineAsync(sentence);
                return 1;
            }
        });

    /// <summary>Standard error, for progress.</summary>
    public static IAnsiConsole Errors { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
