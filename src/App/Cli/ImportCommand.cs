using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;

namespace Photoseek.App.Cli;

/// <summary><c>import PATH</c>: takes a folder's pictures in where they are and embeds them.</summary>
internal static class ImportCommand
{
    /// <summary>The newest pictures that are not indexed are named, up to this many.</summary>
    private const int MaxUnfinished = 20;

    private static readonly Argument<string> _path = new("path") { Description = "A folder (with all below it) or one picture." };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var command = new Command("import", "Take a folder of pictures into the library; they stay where they are.") { _path, _json };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var import = session.Services.GetRequiredService<FolderImport>();
        var path = Path.GetFullPath(parsed.GetRequiredValue(_path));
        var summary = await TerminalProgress.RunAsync("Looking at files", async report =>
            await import.RunAsync(path, new InlineProgress<ImportProgress>(p => report(p.Done, p.Total, p.File)), cancellationToken));
        var status = await Draining.RunAsync(session.Services, cancellationToken);
        var unfinished = await session.Services.GetRequiredService<PictureLibrary>().UnfinishedAsync(MaxUnfinished, cancellationToken);

        if (parsed.GetValue(_json))
        {
            JsonLines.Write(new
            {
                summary.Accepted,
                summary.Duplicates,
                Refused = summary.Refused.Select(r => new { r.File, r.Reason }),
                status.Indexed,
                status.Pending,
                status.Failed,
                Unfinished = unfinished.Select(p => new { p.Source, p.Key, p.State, p.Reason }),
            });
            return 0;
        }

        foreach (var refused in summary.Refused)
        {
            Console.WriteLine($"refused {refused.File}: {refused.Reason}");
        }

        foreach (var picture in unfinished.Where(p => p.Reason is not null))
        {
            Console.WriteLine($"{picture.State} {picture.Source}: {picture.Key}: {picture.Reason}");
        }

        Console.WriteLine($"{summary.Accepted} new, {summary.Duplicates} already there, {summary.Refused.Count} refused.");
        Console.WriteLine($"The library: {status.Indexed} indexed, {status.Pending} pending, {status.Failed} failed.");
        return 0;
    }
}
