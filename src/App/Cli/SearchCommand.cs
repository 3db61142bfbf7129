using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.App.Http.Search;
using Photoseek.Search;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>search "words"</c>: the best pictures for a sentence.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string> _words = new("words") { Description = "What the pictures show." };
    private static readonly Option<int> _top = new("--top") { Description = "How many results.", DefaultValueFactory = _ => 10 };
    private static readonly Option<SearchSort> _sort = new("--sort") { Description = "relevance, newest or oldest." };
    private static readonly Option<double?> _cutoff = new("--cutoff") { Description = "0 to 1: how near to the best one results must be; 0 shows all." };
    private static readonly Option<DuplicateHandling> _duplicates = new("--duplicates") { Description = "collapse or all." };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var command = new Command("search", "Find pictures by what they show.") { _words, _top, _sort, _cutoff, _duplicates, _json };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var request = new SearchRequest
        {
            Text = parsed.GetRequiredValue(_words),
            TopK = parsed.GetValue(_top),
            Sort = parsed.GetValue(_sort),
            Cutoff = parsed.GetValue(_cutoff),
            Duplicates = parsed.GetValue(_duplicates),
        };
        var answer = await session.Services.GetRequiredService<PictureSearch>().SearchAsync(request, cancellationToken);
        if (parsed.GetValue(_json))
        {
            foreach (var hit in answer.Hits)
            {
                JsonLines.Write(new { hit.Id, hit.Score, FoundBy = LegNames.Of(hit), hit.FileName, hit.Title, hit.Source, hit.Key, hit.Width, hit.Height, hit.TakenAt });
            }

            return 0;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("score", "found by", "id", "file", "title", "taken");
        foreach (var hit in answer.Hits)
        {
            table.AddRow($"{hit.Score:0.000}", string.Join(", ", LegNames.Of(hit)), $"{hit.Id}", Markup.Escape($"{hit.Source}: {hit.Key}"), Markup.Escape(hit.Title ?? ""), $"{hit.TakenAt:yyyy-MM-dd}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{answer.Hits.Count} pictures in {answer.Latency.TotalMilliseconds:0} ms{(answer.Pending > 0 ? $"; {answer.Pending} more are still being indexed" : "")}");
        foreach (var left in answer.LeftOut)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{left.Reason}[/]");
        }

        return 0;
    }
}
