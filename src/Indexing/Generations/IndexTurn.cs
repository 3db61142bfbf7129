using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Generations;

/// <summary>The right to build a generation's index, as long as its connection holds.</summary>
internal sealed class IndexTurn : IAsyncDisposable
{
    private const int LockSpace = 0x484E5357; // "HNSW"

    private readonly int _generation;

    private IndexTurn(NpgsqlConnection connection, int generation)
    {
        Connection = connection;
        _generation = generation;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Null when another has it; the connection stays the caller's then.</summary>
    public static async Task<IndexTurn?> TryTakeAsync(NpgsqlConnection connection, int generation, CancellationToken cancellationToken)
    {
        const string sql = "select pg_try_advisory_lock(@LockSpace, @generation)";
        var taken = await connection.QuerySingleAsync<bool>(new CommandDefinition(sql, new { LockSpace, generation }, cancellationToken: cancellationToken));
        return taken ? new IndexTurn(connection, generation) : null;
    }

    public async ValueTask DisposeAsync()
    {
        const string sql = "select pg_advisory_unlock(@LockSpace, @_generation)";

        // A lost connection has given it back already.
        if (Connection.FullState == System.Data.ConnectionState.Open)
        {
            await Connection.ExecuteAsync(sql, new { LockSpace, _generation });
        }

        await Connection.DisposeAsync();
    }
}
