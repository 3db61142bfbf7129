using System.Globalization;
using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Generations;

/// <summary>Builds the vector index of a filled generation, while pictures come and go.</summary>
internal sealed class GenerationIndex(NpgsqlDataSource database)
{
    /// <summary>Builds the index if it is not there, or was broken off; false when another process is at it.</summary>
    public async Task<bool> EnsureAsync(Generation generation, CancellationToken cancellationToken)
    {
        const string valid = "select generation_is_indexed(@Id)";
        var name = string.Create(CultureInfo.InvariantCulture, $"image_vectors_{generation.Id}");

        // Concurrently: a plain build would keep every removal of a picture waiting, and those who add behind it.
        var build = $"""
            create index concurrently {name}_hnsw on {name}
            using hnsw ((embedding::halfvec({generation.Dimension})) halfvec_cosine_ops) with (m = 16, ef_construction = 100)
            """;
        await using var turn = await TakeTurnAsync(generation, cancellationToken);
        if (turn is null)
        {
            return false;
        }

        var connection = turn.Connection;
        if (!await connection.QuerySingleAsync<bool>(new CommandDefinition(valid, new { generation.Id }, cancellationToken: cancellationToken)))
        {
            await connection.ExecuteAsync(new CommandDefinition($"drop index if exists {name}_hnsw", cancellationToken: cancellationToken));
            await BuildSeriallyWhereNeededAsync(connection, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(build, commandTimeout: 0, cancellationToken: cancellationToken));
        }

        return true;
    }

    /// <summary>Keeps others from building the generation's index until it is disposed; null when another process is at it.</summary>
    public async Task<IndexTurn?> TakeTurnAsync(Generation generation, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await IndexTurn.TryTakeAsync(connection, generation.Id, cancellationToken) is { } turn)
            {
                return turn;
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

    // Parallel builds of pgvector before 0.8.4 are unsound; the setting ends with the connection's use.
    private static Task<int> BuildSeriallyWhereNeededAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = """
            select set_config('max_parallel_maintenance_workers', '0', false)
            from pg_extension where extname = 'vector' and string_to_array(extversion, '.')::int[] < '{0,8,4}'
            """;
        return connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }
}
