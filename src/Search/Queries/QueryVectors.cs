using Photoseek.Embedding.Models;
using Photoseek.Search.Cache;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The vector of a request: of its picture, or of its terms put together.</summary>
internal sealed class QueryVectors(QueryEmbedder embedder, QueryVectorCache cache)
{
    /// <summary>A unit vector; the vectors of texts are kept for the next time.</summary>
    /// <exception cref="InvalidSearchException">The terms cancel each other out.</exception>
    public async Task<float[]> OfAsync(SearchRequest request, ParsedQuery query, ModelUse model, CancellationToken cancellationToken) =>
        request.Picture is { } picture
            ? await embedder.EmbedPictureAsync(model, picture, cancellationToken)
            : QueryArithmetic.Combine(query.Terms, await Task.WhenAll(query.Terms.Select(term => OfTextAsync(term.Text, model, cancellationToken))));

    private async Task<float[]> OfTextAsync(string text, ModelUse model, CancellationToken cancellationToken)
    {
        if (cache.Find(model.Model.Identity, text) is { } known)
        {
            return known;
        }

        var vector = await embedder.EmbedTextAsync(model, text, cancellationToken);
        cache.Keep(model.Model.Identity, text, vector);
        return vector;
    }
}
