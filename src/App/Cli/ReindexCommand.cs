using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Cli;

/// <summary><c>reindex [--missing] [--wait]</c>: owes every picture a new vector, or those a vector that have none.</summary>
internal static class ReindexCommand
{
    private static readonly Option<bool> _missing = new("--missing") { Description = "Only pictures that have no vector and have not failed." };
    private static readonly Option<bool> _wait = new("--wait") { Description = "Embed them now, and come back when nothing is due any more; otherwise a server does it." };

    public static Command Create()
    {
        var command = new Command("reindex", "Embed all pictures again; until then they are found as they are.") { _missing, _wait };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var (jobs, all) = (session.Services.GetRequiredService<LibraryJobs>(), !parsed.GetValue(_missing));
        var asked = session.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var count = await TerminalProgress.RunAsync(all ? LibraryJobs.Reembed : LibraryJobs.IndexMissing, async report =>
            await jobs.OweAsync(all, asked, new InlineProgress<ImportProgress>(p => report(p.Done, p.Total, p.File)), cancellationToken));
        Console.WriteLine($"{count} pictures put on the work list.");
        if (parsed.GetValue(_wait))
        {
            var status = await Draining.RunAsync(session.Services, cancellationToken);
            Console.WriteLine($"The library: {status.Indexed} indexed, {status.Pending} pending, {status.Failed} failed.");
        }

        return 0;
    }
}
