using Npgsql;

namespace Photoseek.Indexing.Generations;

/// <summary>Builds the vector index of a filled generation, while pictures come and go.</summary>
internal sealed class GenerationIndex(NpgsqlDataSource database)
{
    private readonly HnswIndex _index = new(database, "image_vectors", "select generation_is_indexed(@id)", lockSpace: 0x484E5357); // "HNSW"

    /// <summary>Builds the index if it is not there, or was broken off; false when another process is at it.</summary>
    public Task<bool> EnsureAsync(Generation generation, CancellationToken cancellationToken) =>
        _index.EnsureAsync(generation.Id, generation.Dimension, cancellationToken);
}
