using Microsoft.Extensions.Options;
using Photoseek.Embedding.Models;

namespace Photoseek.Search.Cache;

/// <summary>Vectors of texts that were searched for. A model gives a text the same vector each time, so they never grow old.</summary>
internal sealed class QueryVectorCache(IOptions<SearchOptions> options)
{
    private const int EntryBytes = 256;

    private readonly BoundedCache<(ModelIdentity Model, string Text), float[]> _vectors = new(
        options.Value.CacheBytes / 2, static (key, vector) => EntryBytes + (2 * key.Text.Length) + (sizeof(float) * vector.Length));

    public float[]? Find(ModelIdentity model, string text) => _vectors.TryGet((model, text), out var vector) ? vector : null;

    public void Keep(ModelIdentity model, string text, float[] vector) => _vectors.Set((model, text), vector);
}
