using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Cli;

/// <summary><c>sources remove NAME</c> takes what came from one place out of the library again; <c>sources accept-removal NAME</c> says yes to a large removal.</summary>
internal static class SourcesCommand
{
    private static readonly Argument<string> _name = new("name") { Description = "A source's name: \"demo\", or the name of an imported folder." };

    public static Command Create()
    {
        var remove = new Command("remove", "Take a source's pictures out of the library. Files in an imported folder are not touched.") { _name };
        remove.SetVerb(RemoveAsync);
        var accept = new Command("accept-removal", "Let the next sync remove the pictures that are gone from a source, though they are more than a fifth of it.") { _name };
        accept.SetVerb(AcceptRemovalAsync);
        return new Command("sources", "Where the library's pictures come from.") { remove, accept };
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
}
