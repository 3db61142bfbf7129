using Npgsql;

namespace Photoseek.Search.Queries;

/// <summary>The exact distances of candidates that the codes named. What is gone or hidden, or does not match, is not among them.</summary>
internal static class DistanceQuery
{
    /// <summary>Distances by image.</summary>
    public static async Task<IReadOnlyDictionary<long, double>> RunAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, long[] ids, CancellationToken cancellationToken)
    {
        // The vector is cast once, not once a row; in the order of the ids neighbours of the table are read one after the other.
        var matches = filter.IsEmpty ? "" : $"join images i on i.id = v.image_id and {filter.Condition}";
        var sql = $"""
            select v.image_id, v.embedding <=> (select @vector::real[]::halfvec({generation.Model.Dimension}))
            from image_vectors v {matches}
            where v.generation_id = {generation.Id} and v.image_id = any(@ids) and {CandidateFilter.IsShownEach}
            """;
        Array.Sort(ids);
        await using var command = new NpgsqlCommand(sql, snapshot.Connection);
        command.Parameters.Add(new NpgsqlParameter<float[]>("vector", vector));
        command.Parameters.Add(new NpgsqlParameter<long[]>("ids", ids));
        filter.AddTo(command);
        var distances = new Dictionary<long, double>(ids.Length);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            distances.Add(reader.GetInt64(0), reader.GetDouble(1));
        }

        return distances;
    }
}
