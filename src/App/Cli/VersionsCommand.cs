using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.App.Versions;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>versions</c>: what runs here, and what is known against it.</summary>
internal static class VersionsCommand
{
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var command = new Command("versions", "Show the versions of all parts, and what is known against them.") { _json };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken, static (services, _) => services.AddVersions());
        var versions = await session.Services.GetRequiredService<VersionTable>().ReadAsync(cancellationToken);
        if (parsed.GetValue(_json))
        {
            foreach (var part in versions)
            {
                JsonLines.Write(part);
            }

            return 0;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var part in versions)
        {
            table.AddRow(Markup.Escape(part.Part), Markup.Escape(part.Version ?? "-"), Markup.Escape(part.Note ?? ""));
        }

        AnsiConsole.Write(table);
        foreach (var warning in versions.SelectMany(static part => part.Warnings))
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }

        return 0;
    }
}
