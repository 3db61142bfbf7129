using System.Globalization;
using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Generations;

/// <summary>Builds the vector index of a filled generation, while pictures come and go.</summary>
internal sealed class GenerationIndex(NpgsqlDataSource database)
{
    /// <summary>Builds the index if it is not there, or was broken off; false when another process is at it.</summary>
    public Task<bool> EnsureAsync(Generation generation, CancellationToken cancellationToken) =>
        HnswBuild.AsThereIsMemoryAsync(alone => EnsureAsync(generation, alone, cancellationToken));

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

    private async Task<bool> EnsureAsync(Generation generation, bool alone, CancellationToken cancellationToken)
    {
        const string valid = "select generation_is_indexed(@Id)";
        var name = string.Create(CultureInfo.InvariantCulture, $"image_vectors_{generation.Id}");
        await using var turn = await TakeTurnAsync(generation, cancellationToken);
        if (turn is null)
        {
            return false;
        }

        var connection = turn.Connection;
        if (!await connection.QuerySingleAsync<bool>(new CommandDefinition(valid, new { generation.Id }, cancellationToken: cancellationToken)))
        {
            await HnswBuild.RunAsync(connection, name, generation.Dimension, alone, cancellationToken);
        }

        return true;
    }
}
