using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Simulation;

/// <summary>One process at a time simulates; a process that dies has given its turn back.</summary>
internal sealed class SimulationTurn : IAsyncDisposable
{
    private const long Key = 0x53696D756C617465; // "Simulate"

    private readonly NpgsqlConnection _connection;

    private SimulationTurn(NpgsqlConnection connection) => _connection = connection;

    /// <exception cref="InvalidOperationException">It is another's turn.</exception>
    public static async Task<SimulationTurn> TakeAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        const string sql = "select pg_try_advisory_lock(@Key)";
        var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(sql, new { Key }, cancellationToken: cancellationToken)))
        {
            return new SimulationTurn(connection);
        }

        await connection.DisposeAsync();
        throw new InvalidOperationException("Another process is simulating pictures in this library just now: wait for it.");
    }

    public async ValueTask DisposeAsync()
    {
        const string sql = "select pg_advisory_unlock(@Key)";
        if (_connection.FullState == System.Data.ConnectionState.Open)
        {
            await _connection.ExecuteAsync(sql, new { Key });
        }

        await _connection.DisposeAsync();
    }
}
