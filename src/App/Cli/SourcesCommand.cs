using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Cli;

/// <summary><c>sources remove NAME</c> takes what came from one place out of the library again; <c>sources accept-removal NAME</c> says yes to a large removal, and <c>sources refused NAME</c> lists what was no picture.</summary>
internal static class SourcesCommand
{
    private static readonly Argument<string> _name = new("name") { Description = "A source's name: \"demo\", or the name of an imported folder." };

    private static readonly Option<int> _limit = new("--limit") { Description = "As many files as are named at the most.", DefaultValueFactory = static _ => RefusedFiles.MostFiles };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var remove = new Command("remove", "Take a source's pictures out of the library. Files in an imported folder are not touched.") { _name };
        remove.SetVerb(RemoveAsync);
        var accept = new Command("accept-removal", "Let the next sync remove the pictures that are gone from a source, though they are more than a fifth of it.") { _name };
        accept.SetVerb(AcceptRemovalAsync);
        var refused = new Command("refused", "List the files of a source that are named like pictures and are none that can be used, and why.") { _name, _limit, _json };
        refused.SetVerb(RefusedAsync);
        return new Command("sources", "Where the library's pictures come from.") { remove, accept, refused, ScheduleCommand.Create() };
    }

    private static async Task<int> RemoveAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var name = parsed.GetRequiredValue(_name);
        if (!await session.Services.GetRequiredService<FolderImport>().RemoveSourceAsync(name, cancellationToken))
        {
            throw new InvalidDataException($"There is no source \"{name}\".");
        }

        Console.WriteLine($"{name} is no longer part of the library.");
        return 0;
    }

    private static async Task<int> AcceptRemovalAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var name = parsed.GetRequiredValue(_name);
        var accepted = await session.Services.GetRequiredService<IndexingControl>().AcceptRemovalAsync(name, null, cancellationToken)
            ?? throw new InvalidDataException($"No removal waits for an answer at \"{name}\".");
        Console.WriteLine($"The next look through {name} may remove {accepted:N0} pictures.");
        return 0;
    }

    private static async Task<int> RefusedAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var (name, left, json) = (parsed.GetRequiredValue(_name), parsed.GetValue(_limit), parsed.GetValue(_json));
        var refused = session.Services.GetRequiredService<RefusedFiles>();
        string? after = null;
        while (left > 0)
        {
            var page = await refused.PageAsync(name, null, after, Math.Min(left, RefusedFiles.MostFiles), cancellationToken)
                ?? throw new InvalidDataException($"There is no source \"{name}\".");
            foreach (var file in page.Files)
            {
                if (json)
                {
                    JsonLines.Write(file);
                }
                else
                {
                    Console.WriteLine($"{file.Key}: {file.Reason}");
                }
            }

            left -= page.Files.Count;
            after = page.Next;
            if (after is null)
            {
                return 0;
            }
        }

        await Console.Error.WriteLineAsync("There are more; --limit says how many are named.");
        return 0;
    }
}
