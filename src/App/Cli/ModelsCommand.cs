using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>models list</c> and <c>models install NAME</c>. Needs no database.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> _name = new("name") { Description = "A name from \"models list\"." };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var list = new Command("list", "Show the models that are here and those that can be installed.") { _json };
        list.SetVerb(ListAsync);
        var install = new Command("install", "Download a model and put it in place.") { _name };
        install.SetVerb(InstallAsync);
        return new Command("models", "The models that pictures and words are embedded with.") { list, install };
    }

    private static async Task<int> ListAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        var listings = services.GetRequiredService<ModelCatalog>().List();
        if (parsed.GetValue(_json))
        {
            foreach (var listing in listings)
            {
                JsonLines.Write(listing);
            }

            return 0;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "here", "download", "what it is");
        foreach (var listing in listings)
        {
            table.AddRow(
                Markup.Escape(listing.Name),
                listing.Folder is null ? "no" : "yes",
                listing.DownloadBytes is { } bytes ? $"{bytes / 1e6:N0} MB" : "",
                Markup.Escape(listing.Description));
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<int> InstallAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        var installer = services.GetRequiredService<ModelInstaller>();
        var name = parsed.GetRequiredValue(_name);
        var folder = await TerminalProgress.RunAsync($"Installing {name}", async report =>
            await installer.InstallAsync(name, new InlineProgress<DownloadProgress>(p => report(p.DoneBytes, p.TotalBytes, p.File)), cancellationToken));
        Console.WriteLine($"{name} is in {folder}.");
        Console.WriteLine($"Set Embedding__Model={name} (or \"Model\" in appsettings.json) and start again: the library is then embedded anew in the background.");
        return 0;
    }

    private static ServiceProvider Services(AppSettings settings) => new ServiceCollection()
        .AddLogging(Logging.ToStandardError)
        .AddEmbedding(settings.Configuration.GetSection("Embedding"))
        .BuildServiceProvider();
}
