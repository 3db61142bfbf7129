using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Photoseek.App.Database;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Database;

public sealed class PrivateClusterTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [PostgresFact]
    public async Task Members_share_one_server_and_the_last_one_stops_it()
    {
        var first = await JoinAsync(_data.FullPath);
        var server = await ServerIdAsync(first);
        var second = await JoinAsync(_data.FullPath);
        Assert.Equal(server, await ServerIdAsync(second));

        await first.DisposeAsync();
        Assert.Equal(server, await ServerIdAsync(second));
        Assert.True(File.Exists(_data.Path("postgres", "data", "postmaster.pid")));

        await second.DisposeAsync();
        Assert.False(File.Exists(_data.Path("postgres", "data", "postmaster.pid")));
    }

    [PostgresFact]
    public async Task What_was_written_is_there_after_a_stop()
    {
        await using (var first = await JoinAsync(_data.FullPath))
        {
            await ExecuteAsync(first, "create table kept as select 42 as answer");
        }

        await using var second = await JoinAsync(_data.FullPath);
        Assert.Equal(42, await ExecuteAsync(second, "select answer from kept"));
    }

    [PostgresFact]
    public async Task A_crashed_server_is_started_again()
    {
        await using var first = await JoinAsync(_data.FullPath);
        await ExecuteAsync(first, "create table kept as select 42 as answer");
        var server = await ServerIdAsync(first);
        using (var kill = Process.Start("kill", ["-KILL", server.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{server}"), _patience, "the server still runs");
        await using var second = await JoinAsync(_data.FullPath);
        Assert.Equal(42, await ExecuteAsync(second, "select answer from kept"));
    }

    [PostgresFact]
    public async Task A_long_path_puts_the_socket_elsewhere_and_still_works()
    {
        var data = _data.Path(new string('d', 90), "it's a data folder");
        Directory.CreateDirectory(data);

        string socket;
        await using (var cluster = await JoinAsync(data))
        {
            Assert.Equal("photoseek", await ExecuteAsync(cluster, "select current_database()::text"));
            socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
            Assert.StartsWith("/tmp/photoseek-", socket, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socket));
        }

        Assert.False(Directory.Exists(socket));
    }

    [PostgresFact]
    public async Task A_data_folder_that_only_root_may_enter_has_its_cluster_elsewhere()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return; // an ordinary user's server runs as that user and enters what the user may
        }

        File.SetUnixFileMode(_data.FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string folder;
        await using (var cluster = await JoinAsync(_data.FullPath))
        {
            folder = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
            await ExecuteAsync(cluster, "create table kept as select 42 as answer");
        }

        try
        {
            Assert.StartsWith("/var/lib/photoseek/", folder, StringComparison.Ordinal);

            // It stays there when the folder is opened later: the library must not seem empty.
            File.SetUnixFileMode(_data.FullPath, (UnixFileMode)0b111_101_101);
            await using var again = await JoinAsync(_data.FullPath);
            Assert.Equal(42, await ExecuteAsync(again, "select answer from kept"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [PostgresFact]
    public async Task It_listens_on_no_network_syncs_and_lets_nobody_else_in()
    {
        await using var cluster = await JoinAsync(_data.FullPath);

        Assert.Equal("|on|UTF8", await ExecuteAsync(cluster, "select current_setting('listen_addresses') || '|' || current_setting('fsync') || '|' || current_setting('server_encoding')"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!));
    }

    [PostgresFact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_named()
    {
        Directory.CreateDirectory(_data.Path("postgres", "data"));
        await File.WriteAllTextAsync(_data.Path("postgres", "data", "PG_VERSION"), "9\n");

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => JoinAsync(_data.FullPath));

        Assert.Contains("made by PostgreSQL 9, which is not installed", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_server_that_does_not_start_says_why()
    {
        await using (await JoinAsync(_data.FullPath))
        {
        }

        await File.AppendAllTextAsync(_data.Path("postgres", "data", "postgresql.conf"), "\nshared_buffers = 'plenty'\n");

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => JoinAsync(_data.FullPath));

        Assert.Contains("invalid value for parameter \"shared_buffers\"", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<PrivateCluster> JoinAsync(string data) => PrivateCluster.JoinAsync(data, NullLogger.Instance, CancellationToken.None);

    private static async Task<int> ServerIdAsync(PrivateCluster cluster)
    {
        var folder = await ExecuteAsync(cluster, "select current_setting('data_directory')");
        var lines = await File.ReadAllLinesAsync(Path.Combine((string)folder!, "postmaster.pid"));
        return int.Parse(lines[0], CultureInfo.InvariantCulture);
    }

    private static async Task<object?> ExecuteAsync(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
