using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>status</c>: counts by state, by source and by generation.</summary>
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
        var monitor = session.Services.GetRequiredService<IndexingMonitor>();
        var sources = await monitor.SourcesAsync(cancellationToken);
        var overview = await monitor.OverviewAsync(cancellationToken);
        var texts = await session.Services.GetRequiredService<LibraryTexts>().StatusAsync(cancellationToken);
        var captions = await session.Services.GetRequiredService<LibraryCaptions>().StatusAsync(cancellationToken);
        if (parsed.GetValue(_json))
        {
            JsonLines.Write(new
            {
                status.Model,
                status.Images,
                status.Indexed,
                status.Pending,
                status.Failed,
                status.Ignored,
                status.Workers,
                overview.Paused,
                overview.PerSecond,
                SecondsLeft = overview.TimeLeft?.TotalSeconds,
                Sources = sources,
                Generations = overview.Generations.Select(static g => new { g.Id, g.Model, g.Dimension, g.State, g.Indexed, g.Pending, g.Failed, g.Ignored, g.OldestPending }),
                Texts = texts,
                Captions = captions,
            });
            return 0;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("model", Markup.Escape(status.Model ?? "none yet"));
        table.AddRow("pictures", $"{status.Images:N0}");
        table.AddRow("indexed", $"{status.Indexed:N0}");
        table.AddRow("pending", $"{status.Pending:N0}");
        table.AddRow("failed", $"{status.Failed:N0}");
        if (status.Ignored > 0)
        {
            table.AddRow("ignored", $"{status.Ignored:N0}");
        }

        table.AddRow("indexing now", status.Workers switch { 0 => "no instance", 1 => "1 instance", var workers => $"{workers:N0} instances" });
        if (overview.Paused)
        {
            table.AddRow("indexing", "paused");
        }
        else if (overview.TimeLeft is { } left)
        {
            table.AddRow("time left", $"{left:d\\.hh\\:mm\\:ss}, {overview.PerSecond:0.0} a second");
        }

        table.AddRow("texts", $"{texts.Indexed:N0} indexed, {texts.Waiting:N0} waiting, {texts.Failed:N0} failed");
        if (captions.Model is not null)
        {
            table.AddRow("captions", $"{captions.Made:N0} by {Markup.Escape(captions.Model)}, {captions.Waiting:N0} waiting, {captions.Failed:N0} failed");
        }

        if ((texts.Ollama.Warning ?? texts.Reason) is { } notice)
        {
            table.AddRow("ollama", Markup.Escape(notice));
        }

        AnsiConsole.Write(table);
        WriteTable(["source", "kind", "listed", "indexed", "pending", "failed", "refused"], sources.Select(static s =>
            (string[])[s.Name, s.Kind, $"{s.Listed:N0}", $"{s.Indexed:N0}", $"{s.Pending:N0}", $"{s.Failed:N0}", $"{s.Refused:N0}"]));
        foreach (var source in sources.Where(static s => s.Removal is { IsAccepted: false }))
        {
            AnsiConsole.WriteLine($"{source.Removal!.Gone:N0} of {source.Removal.Known:N0} pictures are gone from {source.Name} since {source.Removal.Since:u}. Nothing is removed until you say so: sources accept-removal {source.Name}");
        }

        WriteTable(["generation", "state", "dimensions", "indexed", "pending", "failed"], overview.Generations.Select(static g =>
            (string[])[g.Model, g.State, $"{g.Dimension}", $"{g.Indexed:N0}", $"{g.Pending:N0}", $"{g.Failed:N0}"]));
        return 0;
    }

    private static void WriteTable(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        if (table.Rows.Count > 0)
        {
            AnsiConsole.Write(table);
        }
    }
}
