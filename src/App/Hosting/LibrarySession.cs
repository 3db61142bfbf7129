namespace Photoseek.App.Hosting;

/// <summary>The modules over the open database, for one verb of the command line.</summary>
internal sealed class LibrarySession : IAsyncDisposable
{
    private readonly LibraryDatabase _database;
    private readonly ServiceProvider _services;

    private LibrarySession(LibraryDatabase database, ServiceProvider services)
    {
        _database = database;
        _services = services;
    }

    public IServiceProvider Services => _services;

    /// <param name="settings">Of the app.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="more">Adds what this verb needs beside the modules; given the connection string.</param>
    public static async Task<LibrarySession> OpenAsync(AppSettings settings, CancellationToken cancellationToken, Action<IServiceCollection, string>? more = null)
    {
        using var loggers = LoggerFactory.Create(Logging.ToStandardError);
        var database = await LibraryDatabase.OpenAsync(settings, loggers, cancellationToken);
        var services = new ServiceCollection()
            .AddLogging(Logging.ToStandardError)
            .AddModules(settings.Configuration, database.ConnectionString);
        more?.Invoke(services, database.ConnectionString);
        return new LibrarySession(database, services.BuildServiceProvider());
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
