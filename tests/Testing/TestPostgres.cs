using Npgsql;
using Xunit;

namespace Photoseek.Testing;

/// <summary>
/// A fresh database with the library's schema, for one test class: <c>IClassFixture&lt;TestPostgres&gt;</c>.
/// It lies on a private server that starts with the first use in a test process and ends with the process;
/// PHOTOSEEK_TEST_POSTGRES (a connection string with the right to create databases) names another server.
/// </summary>
public class TestPostgres : IAsyncLifetime
{
    private readonly bool _migrated;
    private NpgsqlDataSource? _dataSource;

    public TestPostgres()
        : this(migrated: true)
    {
    }

    private protected TestPostgres(bool migrated) => _migrated = migrated;

    /// <summary>Connection string of the database.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The database.</summary>
    public NpgsqlDataSource DataSource => _dataSource ?? throw new InvalidOperationException("The fixture is not initialised.");

    /// <summary>Runs statements without parameters.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async Task InitializeAsync()
    {
        var server = await TestServer.GetAsync();
        ConnectionString = await server.CreateDatabaseAsync(_migrated);
        _dataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_dataSource is null)
        {
            return;
        }

        await _dataSource.DisposeAsync();
        var server = await TestServer.GetAsync();
        await server.DropDatabaseAsync(ConnectionString);
    }
}
