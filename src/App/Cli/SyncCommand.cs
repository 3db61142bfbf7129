using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Cli;

/// <summary><c>sync [NAME] [--wait]</c>: looks through the configured sources, and with --wait embeds what they brought.</summary>
internal static class SyncCommand
{
    private static readonly Argument<string?> _name = new("name") { Description = "A configured source; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> _wait = new("--wait") { Description = "Embed what is new as well, and come back when nothing is due any more." };

    public static Command Create()
    {
        var command = new Command("sync", "Bring the library in step with its sources.") { _name, _wait };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var jobs = session.Services.GetRequiredService<LibraryJobs>();
        var names = parsed.GetValue(_name) is { } given ? [jobs.NameOf(given)] : session.Services.GetRequiredService<SourceSync>().Names;
        if (names.Count == 0)
        {
            throw new InvalidDataException("No sources are configured: set Sources__0__Name, Sources__0__Type and what belongs to them.");
        }

        var failed = false;
        foreach (var name in names)
        {
            // One source that is away must not keep the others waiting.
            try
            {
                var result = await TerminalProgress.RunAsync(name, async report =>
                    await jobs.SyncAsync(name, new InlineProgress<ImportProgress>(p => report(p.Done, p.Total, p.File)), cancellationToken));
                Console.WriteLine($"{name}: {result}");
            }
            catch (Exception exception) when (exception is JobConflictException or IOException)
            {
                await Console.Error.WriteLineAsync($"{name}: {exception.Message}");
                failed = true;
            }
        }

        if (parsed.GetValue(_wait))
        {
            var status = await Draining.RunAsync(session.Services, cancellationToken);
            Console.WriteLine($"The library: {status.Indexed} indexed, {status.Pending} pending, {status.Failed} failed.");
        }

        return failed ? 1 : 0;
    }
}
