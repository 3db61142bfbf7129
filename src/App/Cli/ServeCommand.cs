using System.CommandLine;
using Photoseek.App.Hosting;

namespace Photoseek.App.Cli;

/// <summary><c>serve</c>: the web app with its background work, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serve the web app and index in the background.");
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        // Looked at before anything is begun.
        _ = settings.Role;
        using var loggers = LoggerFactory.Create(logging => Logging.ToConsole(logging, settings.Configuration));
        using var model = EarlyModel.Begin(settings, loggers);
        await using var database = await LibraryDatabase.OpenAsync(settings, loggers, cancellationToken);
        await using var app = await WebHost.BuildAsync(settings, database.ConnectionString, model.Pool, cancellationToken);

        // Whoever serves with it holds it by now.
        model.Dispose();
        using var stopped = new CancellationTokenSource();
        var keeping = database.KeepRunningAsync(stopped.Token);
        try
        {
            await app.StartAsync(cancellationToken);
            Console.WriteLine($"Photoseek is ready: {string.Join(' ', app.Urls)}");
            await app.Services.GetRequiredService<Leaving>().WaitAsync(cancellationToken);

            // What was accepted ends within the host's own deadline, whatever was asked for before.
            await app.StopAsync(CancellationToken.None);
        }
        finally
        {
            await stopped.CancelAsync();
            await keeping;
        }

        return 0;
    }
}
