using System.Globalization;
using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Texts;

/// <summary>Builds the vector index of a filled text generation, while texts come and go.</summary>
internal sealed class TextIndex(NpgsqlDataSource database)
{
    private const int LockSpace = 0x484E5358; // beside "HNSW"

    /// <summary>Builds the index if it is not there, or was broken off; false when another process is at it.</summary>
    public async Task<bool> EnsureAsync(TextGeneration generation, CancellationToken cancellationToken)
    {
        const string taken = "select pg_try_advisory_lock(@LockSpace, @Id)";
        const string give = "select pg_advisory_unlock(@LockSpace, @Id)";
        const string valid = "select text_generation_is_indexed(@Id)";
        var name = string.Create(CultureInfo.InvariantCulture, $"text_vectors_{generation.Id}");

        // Concurrently: a plain build would keep every removal of a picture waiting, and those who add behind it.
        var build = $"""
            create index concurrently {name}_hnsw on {name}
            using hnsw ((embedding::halfvec({generation.Identity.Dimension})) halfvec_cosine_ops) with (m = 16, ef_construction = 100)
            """;
        var arguments = new { LockSpace, generation.Id };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await connection.QuerySingleAsync<bool>(new CommandDefinition(taken, arguments, cancellationToken: cancellationToken)))
        {
            return false;
        }

        try
        {
            if (!await connection.QuerySingleAsync<bool>(new CommandDefinition(valid, arguments, cancellationToken: cancellationToken)))
            {
                await connection.ExecuteAsync(new CommandDefinition($"drop index if exists {name}_hnsw", cancellationToken: cancellationToken));
                await BuildSeriallyWhereNeededAsync(connection, cancellationToken);
                await connection.ExecuteAsync(new CommandDefinition(build, commandTimeout: 0, cancellationToken: cancellationToken));
            }

            return true;
        }
        finally
        {
            // A lost connection has given it back already.
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await connection.ExecuteAsync(new CommandDefinition(give, arguments, cancellationToken: CancellationToken.None));
            }
        }
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
