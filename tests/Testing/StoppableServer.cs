using System.Diagnostics;
using Npgsql;

namespace Photoseek.Testing;

/// <summary>A PostgreSQL server of one test's own, to be stopped and started while it is used. What it has committed it keeps.</summary>
public sealed class StoppableServer : IAsyncDisposable
{
    private readonly string _folder = $"/tmp/photoseek-stoppable-{Guid.NewGuid():N}";
    private Process? _guard;

    /// <summary>Connection string of its one database, which is empty at first.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder { Host = _folder, Username = "photoseek", Database = "postgres", Timeout = 5 }.ConnectionString;

    /// <summary>Makes the server and starts it.</summary>
    public async Task CreateAsync()
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Environment.IsPrivilegedProcess)
        {
            await Commands.RunAsync(TimeSpan.FromSeconds(10), "chown", "postgres:", _folder);
        }

        await TestServer.RunAsServerUserAsync(Program("initdb"), "-D", Cluster, "-A", "trust", "-U", "photoseek", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await StartAsync();
        _guard = TestServer.StopWithThisProcess(_folder);
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public Task StartAsync() => TestServer.RunAsServerUserAsync(
        Program("pg_ctl"), "-D", Cluster, "-w", "-t", "60", "-l", $"{_folder}/log", "-o",
        $"-c listen_addresses='' -k {_folder} -c fsync=off -c max_connections=200 -c jit=off", "start");

    /// <summary>Stops it and waits until it is gone.</summary>
    /// <param name="mode"><c>fast</c>: everybody is thrown out; <c>immediate</c>: as if it had crashed.</param>
    public Task StopAsync(string mode) => TestServer.RunAsServerUserAsync(Program("pg_ctl"), "-D", Cluster, "-w", "-t", "60", "-m", mode, "stop");

    /// <summary>The guard of the folder stops the server and removes it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync();
            _guard.Dispose();
        }
    }

    private string Cluster => $"{_folder}/cluster";

    private static string Program(string name) => $"{PostgresAvailability.Binaries ?? throw new InvalidOperationException(PostgresAvailability.Missing)}/{name}";
}
