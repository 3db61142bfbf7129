using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>One look through a source at a time, across processes: two would do the work twice, though no harm.</summary>
internal sealed class SourceLock : IAsyncDisposable
{
    private const int Kind = 0x53796E63; // "Sync"
    private readonly NpgsqlConnection _connection;
    private readonly int _source;

    private SourceLock(NpgsqlConnection connection, int source)
    {
        _connection = connection;
        _source = source;
    }

    /// <summary>Null when somebody has it.</summary>
    public static async Task<SourceLock?> TryTakeAsync(NpgsqlDataSource database, int source, CancellationToken cancellationToken)
    {
        const string sql = "select pg_try_advisory_lock(@Kind, @source)";
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await connection.QuerySingleAsync<bool>(new CommandDefinition(sql, new { Kind, source }, cancellationToken: cancellationToken)))
            {
                return new SourceLock(connection, source);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        const string sql = "select pg_advisory_unlock(@Kind, @_source)";
        try
        {
            await _connection.ExecuteAsync(sql, new { Kind, _source });
        }
        catch (NpgsqlException)
        {
            // The server is away, and the lock went with the connection.
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }
}
