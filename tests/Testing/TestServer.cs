using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace Photoseek.Testing;

/// <summary>
/// The one PostgreSQL server of this test process: the configured one, or a private cluster under /tmp that is
/// thrown away with the process. Settings are those of a throw-away: nothing is synced to disk.
/// </summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "One for the life of the process.")]
internal sealed class TestServer
{
    private const string FolderPrefix = "photoseek-tests-";
    private static readonly Lazy<Task<TestServer>> Instance = new(StartAsync);
    private readonly SemaphoreSlim _creating = new(1, 1);
    private readonly string _connectionString;
    private string? _template;

    // Held, because collecting it would close the pipe that tells the shell that this process lives.
    private static Process? _guard;

    private TestServer(string connectionString) => _connectionString = connectionString;

    public static Task<TestServer> GetAsync() => Instance.Value;

    /// <summary>Makes a fresh database and returns its connection string.</summary>
    /// <param name="migrated">With the schema of db/migrations, or empty.</param>
    public async Task<string> CreateDatabaseAsync(bool migrated)
    {
        var name = $"photoseek_test_{Guid.NewGuid():N}";
        await _creating.WaitAsync();
        try
        {
            if (migrated)
            {
                _template ??= await CreateTemplateAsync();
            }

            await ExecuteAsync(_connectionString, $"create database {name} template {(migrated ? _template : "template0")}");
        }
        finally
        {
            _creating.Release();
        }

        return For(name);
    }

    public Task DropDatabaseAsync(string databaseConnectionString) =>
        ExecuteAsync(_connectionString, $"drop database if exists {new NpgsqlConnectionStringBuilder(databaseConnectionString).Database} with (force)");

    private async Task<string> CreateTemplateAsync()
    {
        var name = $"photoseek_template_{Guid.NewGuid():N}";
        await ExecuteAsync(_connectionString, $"create database {name} template template0");
        foreach (var migration in Directory.GetFiles(Repository.Path("db", "migrations"), "*.sql").Order(StringComparer.Ordinal))
        {
            await ExecuteAsync(For(name), await File.ReadAllTextAsync(migration));
        }

        if (PostgresAvailability.Configured is not null)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => ExecuteAsync(_connectionString, $"drop database if exists {name}").Wait(TimeSpan.FromSeconds(5));
        }

        return name;
    }

    // Unpooled: a template may have no open connection while it is copied.
    private string For(string database) =>
        new NpgsqlConnectionStringBuilder(_connectionString) { Database = database, MaxPoolSize = 20, Pooling = !database.StartsWith("photoseek_template", StringComparison.Ordinal) }.ConnectionString;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestServer> StartAsync()
    {
        if (PostgresAvailability.Configured is { } configured)
        {
            return new TestServer(configured);
        }

        var binaries = PostgresAvailability.Binaries ?? throw new InvalidOperationException(PostgresAvailability.Missing);
        await RemoveStaleAsync();
        var folder = $"/tmp/{FolderPrefix}{Environment.ProcessId}";
        var cluster = $"{folder}/cluster";
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Environment.IsPrivilegedProcess)
        {
            await Commands.RunAsync(TimeSpan.FromSeconds(10), "chown", "postgres:", folder);
        }

        await RunAsServerUserAsync($"{binaries}/initdb", "-D", cluster, "-A", "trust", "-U", "photoseek", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await RunAsServerUserAsync(
            $"{binaries}/pg_ctl", "-D", cluster, "-w", "-t", "60", "-l", $"{folder}/log", "-o",
            $"-c listen_addresses='' -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB "
            + "-c maintenance_work_mem=256MB -c max_parallel_maintenance_workers=0 -c max_connections=200 -c autovacuum_naptime=10s -c jit=off",
            "start");
        _guard = StopWithThisProcess(folder);
        return new TestServer(new NpgsqlConnectionStringBuilder { Host = folder, Username = "photoseek", Database = "postgres", Pooling = false, Timeout = 30 }.ConnectionString);
    }

    /// <summary>
    /// A small shell waits for the end of this process, however that comes: the pipe to it closes. Then it stops the
    /// server and deletes the folder.
    /// </summary>
    internal static Process? StopWithThisProcess(string folder)
    {
        const string script = """
            exec >/dev/null 2>&1
            trap '' INT TERM HUP
            while read -r _; do :; done
            kill -QUIT "$(head -n 1 "$1/cluster/postmaster.pid")"
            i=0
            while [ -e "$1/cluster/postmaster.pid" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
            rm -rf "$1"
            """;
        return Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", script, "photoseek-tests", folder]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/tmp" });
    }

    /// <summary>Removes what test processes that no longer live have left.</summary>
    private static async Task RemoveStaleAsync()
    {
        foreach (var folder in Directory.GetDirectories("/tmp", FolderPrefix + "*"))
        {
            if (!int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..], CultureInfo.InvariantCulture, out var owner)
                || (owner != Environment.ProcessId && Directory.Exists($"/proc/{owner}")))
            {
                continue;
            }

            var pidFile = $"{folder}/cluster/postmaster.pid";
            try
            {
                if (File.Exists(pidFile) && int.TryParse((await File.ReadAllLinesAsync(pidFile)).FirstOrDefault(), CultureInfo.InvariantCulture, out var server)
                    && File.Exists($"/proc/{server}/cmdline")
                    && (await File.ReadAllTextAsync($"/proc/{server}/cmdline")).Contains(folder, StringComparison.Ordinal))
                {
                    await Commands.RunAsync(TimeSpan.FromSeconds(5), "kill", "-QUIT", server.ToString(CultureInfo.InvariantCulture));
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // Another user's, or another test process is removing it too.
            }
        }
    }

    /// <summary>PostgreSQL refuses to run as root: there it runs as Debian's user for it.</summary>
    internal static Task<string> RunAsServerUserAsync(string program, params string[] arguments)
    {
        var deadline = TimeSpan.FromSeconds(90);
        return Environment.IsPrivilegedProcess
            ? Commands.RunAsync(deadline, "setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
            : Commands.RunAsync(deadline, program, arguments);
    }
}
