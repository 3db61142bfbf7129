using Npgsql;
using Photoseek.App.Database;

namespace Photoseek.App.Hosting;

/// <summary>The database behind a verb: the configured server or the private cluster, migrated and ready.</summary>
internal sealed class LibraryDatabase : IAsyncDisposable
{
    private readonly PrivateCluster? _cluster;

    private LibraryDatabase(string connectionString, PrivateCluster? cluster, IReadOnlyList<string> applied)
    {
        ConnectionString = connectionString;
        _cluster = cluster;
        Applied = applied;
    }

    public string ConnectionString { get; }

    /// <summary>Names of the migrations that opening it applied.</summary>
    public IReadOnlyList<string> Applied { get; }

    /// <summary>Joins or starts the cluster, or takes the configured server, and brings the schema up to date.</summary>
    public static async Task<LibraryDatabase> OpenAsync(AppSettings settings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Data);
        PrivateCluster? cluster = null;
        try
        {
            if (settings.ConnectionString is not { } connectionString)
            {
                cluster = await PrivateCluster.JoinAsync(settings.Data, loggers.CreateLogger<PrivateCluster>(), cancellationToken);
                connectionString = cluster.ConnectionString;
            }

            await using var migrations = NpgsqlDataSource.Create(connectionString);
            var applied = await Migrator.MigrateAsync(migrations, loggers.CreateLogger("Photoseek.App.Database.Migrator"), cancellationToken);
            return new LibraryDatabase(connectionString, cluster, applied);
        }
        catch
        {
            if (cluster is not null)
            {
                await cluster.DisposeAsync();
            }

            throw;
        }
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
