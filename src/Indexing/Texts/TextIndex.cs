using Npgsql;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Texts;

/// <summary>Builds the vector index of a filled text generation.</summary>
internal sealed class TextIndex(NpgsqlDataSource database)
{
    private readonly HnswIndex _index = new(database, "text_vectors", "select text_generation_is_indexed(@id)", lockSpace: 0x484E5358); // beside "HNSW"

    /// <summary>Builds the index if it is not there, or was broken off; false when another process is at it.</summary>
    public Task<bool> EnsureAsync(TextGeneration generation, CancellationToken cancellationToken) =>
        _index.EnsureAsync(generation.Id, generation.Identity.Dimension, cancellationToken);
}
