using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Jobs;

/// <summary>Models that somebody wants installed: kept until it is done, refused or cancelled, whatever becomes of the process that does it.</summary>
public sealed class ModelInstalls
{
    private readonly NpgsqlDataSource _database;

    internal ModelInstalls(NpgsqlDataSource database) => _database = database;

    /// <summary>Asks for a model; asked for twice is asked for once.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    /// <param name="start">Whether the library is to be embedded with it then.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AskAsync(string name, bool start, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into model_installs (name, start) values (@name, @start)
            on conflict (name) do update set start = model_installs.start or excluded.start
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, new { name, start }, cancellationToken: cancellationToken));
    }

    /// <summary>What is asked for, oldest first.</summary>
    public async Task<IReadOnlyList<(string Name, bool Start)>> AskedAsync(CancellationToken cancellationToken)
    {
        const string sql = "select name, start from model_installs order by asked_at, name";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<(string, bool)>(new CommandDefinition(sql, cancellationToken: cancellationToken))];
    }

    /// <summary>Asks for it no longer.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        const string sql = "delete from model_installs where name = @name";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, new { name }, cancellationToken: cancellationToken));
    }
}
