using Npgsql;

namespace Photoseek.App.Database;

/// <summary>
/// A PostgreSQL cluster of the app's own, in the data folder, for when no server is configured. It listens on a unix
/// socket in a folder that only its user can enter, never on the network. All processes over one data folder share
/// it: the first starts it, the last stops it, and one that a killed process left running is taken over.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private const string Role = "photoseek";
    private const string Database = "photoseek";
    private static readonly TimeSpan _changeDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _initDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _startDeadline = TimeSpan.FromMinutes(2); // recovery after a crash takes its time
    private static readonly TimeSpan _stopDeadline = TimeSpan.FromSeconds(60);
    private readonly ClusterLock _lock;
    private readonly ClusterPlace _place;
    private readonly PostgresBinaries _binaries;
    private readonly ServerUser _user;
    private readonly ILogger _logger;
    private bool _left;

    private PrivateCluster(ClusterLock clusterLock, ClusterPlace place, PostgresBinaries binaries, ServerUser user, ILogger logger)
    {
        _lock = clusterLock;
        _place = place;
        _binaries = binaries;
        _user = user;
        _logger = logger;
    }

    /// <summary>Connects to the app's database as its owner.</summary>
    public string ConnectionString => ConnectTo(Database);

    /// <summary>Joins the cluster of a data folder: makes it where there is none, starts it where it does not run.</summary>
    /// <param name="dataFolder">An existing folder; the cluster's is <c>postgres</c> in it.</param>
    /// <param name="logger">Hears of what is made, started and stopped.</param>
    /// <param name="cancellationToken">Gives up; a server that was being started may stay and is taken over later.</param>
    /// <exception cref="DatabaseException">No server is installed, or it does not start; the message says what to do.</exception>
    public static async Task<PrivateCluster> JoinAsync(string dataFolder, ILogger logger, CancellationToken cancellationToken)
    {
        dataFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        var clusterLock = new ClusterLock(dataFolder);
        try
        {
            using var change = await clusterLock.BeginChangeAsync(_changeDeadline, cancellationToken);
            clusterLock.Join();
            var user = await ServerUser.FindAsync(cancellationToken);
            var place = await ClusterPlace.PrepareAsync(dataFolder, user, logger, cancellationToken);
            var binaries = await PostgresBinaries.FindAsync(place.Major, cancellationToken);
            var cluster = new PrivateCluster(clusterLock, place, binaries, user, logger);
            await cluster.EnsureRunningAsync(cancellationToken);
            return cluster;
        }
        catch (UnauthorizedAccessException e)
        {
            clusterLock.Dispose();
            throw new DatabaseException($"The data folder {dataFolder} cannot be written to: {e.Message}", e);
        }
        catch
        {
            clusterLock.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server again whenever it has ended by itself, for want of room on its disk or of memory, until cancelled.</summary>
    public async Task KeepRunningAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_lookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (!_place.HasServer)
                {
                    await StartAgainAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever wanted it is leaving.
        }
    }

    /// <summary>Leaves the cluster; the last one to leave stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_left)
        {
            return;
        }

        _left = true;
        try
        {
            using var change = await _lock.BeginChangeAsync(_stopDeadline, CancellationToken.None);
            if (_lock.LeaveAsLast())
            {
                await StopAsync();
            }
        }
        catch (DatabaseException e)
        {
            _logger.ClusterNotStopped(_place.Folder, e.Message);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private async Task EnsureRunningAsync(CancellationToken cancellationToken)
    {
        if (_place.Major is null)
        {
            await MakeAsync(cancellationToken);
        }

        if (await AnswersAsync(cancellationToken))
        {
            _logger.ClusterJoined(_place.Folder);
        }
        else
        {
            await StartAsync(cancellationToken);
            _logger.ClusterStarted(_binaries.Major, _place.Folder);
        }

        await CreateDatabaseAsync(cancellationToken);
    }

    private async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var change = await _lock.BeginChangeAsync(_changeDeadline, cancellationToken);
            if (!await AnswersAsync(cancellationToken))
            {
                await StartAsync(cancellationToken);
                _logger.ClusterStartedAgain(_place.Folder);
            }
        }
        catch (Exception e) when (e is DatabaseException or NpgsqlException or IOException)
        {
            _logger.ClusterNotStartedAgain(_place.Folder, e.Message, _lookEvery.TotalSeconds);
        }
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        _logger.MakingCluster(_binaries.Major, _place.Folder);

        // Made beside and moved: a folder "data" is always a whole cluster.
        var unfinished = _place.Data + ".unfinished";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        string[] arguments = ["-D", unfinished, "-U", Role, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"];
        var made = await _user.RunAsync(_binaries.Initdb, arguments, _initDeadline, cancellationToken);
        if (!made.Succeeded)
        {
            throw new DatabaseException($"initdb could not make a database in {_place.Folder}: {made.LastWords}");
        }

        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), "\ninclude_if_exists = 'photoseek.conf'\n", cancellationToken);
        Directory.Move(unfinished, _place.Data);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = ClusterSettings.Write(_place, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        await File.WriteAllTextAsync(Path.Combine(_place.Data, "photoseek.conf"), settings, cancellationToken);
        File.Delete(_place.StartLog);
        string[] arguments = ["-D", _place.Data, "-l", _place.StartLog, "-w", "-t", $"{_startDeadline.TotalSeconds:F0}", "start"];
        var started = await _user.RunAsync(_binaries.PgCtl, arguments, _startDeadline + TimeSpan.FromSeconds(10), cancellationToken);
        if (!started.Succeeded)
        {
            throw new DatabaseException($"PostgreSQL did not start in {_place.Folder}: {started.LastWords}; {StartLogTail()} (more in {_place.Logs})");
        }
    }

    private async Task StopAsync()
    {
        string[] arguments = ["-D", _place.Data, "-m", "fast", "-w", "-t", $"{_stopDeadline.TotalSeconds:F0}", "stop"];
        var stopped = await _user.RunAsync(_binaries.PgCtl, arguments, _stopDeadline + TimeSpan.FromSeconds(10), CancellationToken.None);
        if (stopped.Succeeded)
        {
            _place.RemoveSocketFolder();
            _logger.ClusterStopped(_place.Folder);
        }
        else
        {
            _logger.ClusterNotStopped(_place.Folder, stopped.LastWords);
        }
    }

    /// <summary>Whether a server answers on the socket; waits for one that is still starting.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_startDeadline);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectTo("postgres"));
                await connection.OpenAsync(deadline.Token);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
            }
            catch (NpgsqlException e) when (e is not PostgresException)
            {
                return false;
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new DatabaseException($"PostgreSQL in {_place.Folder} has been starting or stopping for {_startDeadline.TotalSeconds:N0} seconds; its log is in {_place.Logs}.", e);
            }
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        const string sql = "select exists (select from pg_database where datname = $1)";
        await using var connection = new NpgsqlConnection(ConnectTo("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await using var create = new NpgsqlCommand($"create database {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await BuildSeriallyWhereNeededAsync(connection, cancellationToken);
    }

    /// <summary>Keeps parallel workers from index builds while pgvector's are unsound, and lets them in again after an update.</summary>
    private static async Task BuildSeriallyWhereNeededAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = "select default_version from pg_available_extensions where name = 'vector'";
        await using var command = new NpgsqlCommand(sql, connection);
        var serial = await command.ExecuteScalarAsync(cancellationToken) is string version && PgvectorExtension.NeedsSerialBuilds(Version.Parse(version));

        // Two commands: ALTER SYSTEM refuses to share a transaction.
        await using var set = new NpgsqlCommand($"alter system {(serial ? "set max_parallel_maintenance_workers = 0" : "reset max_parallel_maintenance_workers")}", connection);
        await set.ExecuteNonQueryAsync(cancellationToken);
        await using var reload = new NpgsqlCommand("select pg_reload_conf()", connection);
        await reload.ExecuteNonQueryAsync(cancellationToken);
    }

    private string StartLogTail()
    {
        try
        {
            return string.Join("; ", File.ReadLines(_place.StartLog).TakeLast(3));
        }
        catch (IOException)
        {
            return "";
        }
    }

    // Unpooled for the app's own few questions; the app's data source brings its own pool.
    private string ConnectTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _place.SocketFolder,
        Username = Role,
        Database = database,
        Pooling = database == Database,
        Timeout = 15,
        IncludeErrorDetail = false,
    }.ConnectionString;
}
