using System.Globalization;
using Dapper;
using Npgsql;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Texts;

/// <summary>Builds the vector index of a filled text generation, while texts come and go.</summary>
internal sealed class TextIndex(NpgsqlDataSource database)
{
    private const int LockSpace = 0x484E5358; // beside "HNSW"

    /// <summary>Builds the index if it is not there, or was broken off; false when another process is at it.</summary>
    public Task<bool> EnsureAsync(TextGeneration generation, CancellationToken cancellationToken) =>
        HnswBuild.AsThereIsMemoryAsync(alone => EnsureAsync(generation, alone, cancellationToken));

    private async Task<bool> EnsureAsync(TextGeneration generation, bool alone, CancellationToken cancellationToken)
    {
        const string taken = "select pg_try_advisory_lock(@LockSpace, @Id)";
        const string give = "select pg_advisory_unlock(@LockSpace, @Id)";
        const string valid = "select text_generation_is_indexed(@Id)";
        var name = string.Create(CultureInfo.InvariantCulture, $"text_vectors_{generation.Id}");
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
                await HnswBuild.RunAsync(connection, name, generation.Identity.Dimension, alone, cancellationToken);
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
}
