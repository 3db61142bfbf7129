using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Indexing;

namespace Photoseek.App.Cli;

/// <summary><c>simulate --count N</c>: fills the library with pictures that do not exist, to see how fast it is when it is large.</summary>
internal static class SimulateCommand
{
    private const long Most = 50_000_000;

    private static readonly Option<long> _count = new("--count") { Description = "Simulated pictures that the library has afterwards.", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<int> _seed = new("--seed") { Description = "The same seed makes the same library.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> _model = new("--model") { Description = "Whose vectors to simulate; the model that serves when left out." };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var command = new Command("simulate", "Fill the library with simulated pictures; \"sources remove simulated\" takes them out again.") { _count, _seed, _model, _json };
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_count) is < 1 or > Most)
        {
            throw new InvalidDataException($"--count must be 1 to {Most:N0}.");
        }

        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var simulation = session.Services.GetRequiredService<LibrarySimulation>();
        var request = new SimulationRequest(parsed.GetValue(_count), parsed.GetValue(_seed), parsed.GetValue(_model));
        var started = TimeProvider.System.GetTimestamp();
        var result = await TerminalProgress.RunAsync("Writing", async report =>
            await simulation.WriteAsync(request, new InlineProgress<ImportProgress>(p => report(p.Done, p.Total, "simulated pictures")), cancellationToken));
        var written = TimeProvider.System.GetElapsedTime(started);
        started = TimeProvider.System.GetTimestamp();
        await TerminalProgress.RunAsync("Indexing", async report =>
        {
            await simulation.BuildIndexAsync(request.Model, new InlineProgress<ImportProgress>(p => report(p.Done, p.Total, p.File)), cancellationToken);
            return true;
        });
        var indexed = TimeProvider.System.GetElapsedTime(started);
        if (parsed.GetValue(_json))
        {
            JsonLines.Write(new { result.Model, result.Count, result.Added, WriteSeconds = written.TotalSeconds, IndexSeconds = indexed.TotalSeconds });
            return 0;
        }

        Console.WriteLine($"{result.Count:N0} simulated pictures of {result.Model}, {result.Added:N0} of them new: written in {written:h\\:mm\\:ss}, index built in {indexed:h\\:mm\\:ss}.");
        return 0;
    }
}
