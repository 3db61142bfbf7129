using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>status</c>: counts by state.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var command = new Command("status", "Show how many pictures there are, and how far indexing is.") { _json };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var status = await session.Services.GetRequiredService<PictureLibrary>().StatusAsync(cancellationToken);
        if (parsed.GetValue(_json))
        {
            JsonLines.Write(status);
            return 0;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("model", Markup.Escape(status.Model ?? "none yet"));
        table.AddRow("pictures", $"{status.Images:N0}");
        table.AddRow("indexed", $"{status.Indexed:N0}");
        table.AddRow("pending", $"{status.Pending:N0}");
        table.AddRow("failed", $"{status.Failed:N0}");
        AnsiConsole.Write(table);
        return 0;
    }
}
