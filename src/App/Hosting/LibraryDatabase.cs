using Npgsql;
using Photoseek.App.Database;

namespace Photoseek.App.Hosting;

/// <summary>The database behind a verb: the configured server or the private cluster, migrated and ready.</summary>
internal sealed class LibraryDatabase : IAsyncDisposable
{
    private readonly PrivateCluster? _cluster;

    private LibraryDatabase(string connectionString, PrivateCluster? cluster)
    {
        ConnectionString = connectionString;
        _cluster = cluster;
    }

    public string ConnectionString { get; }

    /// <summary>Names of the migrations that were applied.</summary>
    public IReadOnlyList<string> Applied { get; private set; } = [];

    /// <summary>Joins or starts the cluster, or takes the configured server, and brings the schema up to date.</summary>
    public static async Task<LibraryDatabase> OpenAsync(AppSettings settings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var database = await OpenAsItIsAsync(settings, loggers, cancellationToken);
        try
        {
            await database.MigrateAsync(loggers, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins or starts the cluster, or takes the configured server, and leaves what is in it as it is.</summary>
    public static async Task<LibraryDatabase> OpenAsItIsAsync(AppSettings settings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Data);
        if (settings.ConnectionString is { } connectionString)
        {
            return new LibraryDatabase(connectionString, null);
        }

        var cluster = await PrivateCluster.JoinAsync(settings.Data, loggers.CreateLogger<PrivateCluster>(), cancellationToken);
        return new LibraryDatabase(cluster.ConnectionString, cluster);
    }

    /// <summary>Brings the schema up to date.</summary>
    public async Task MigrateAsync(ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        await using var migrations = NpgsqlDataSource.Create(ConnectionString);
        Applied = await Migrator.MigrateAsync(migrations, loggers.CreateLogger("Photoseek.App.Database.Migrator"), cancellationToken);
    }

    /// <summary>Sees to it that a private cluster runs, until cancelled; whoever runs a configured server sees to that one.</summary>
    public Task KeepRunningAsync(CancellationToken cancellationToken) => _cluster?.KeepRunningAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
