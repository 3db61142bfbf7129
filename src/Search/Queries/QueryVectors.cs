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
            : QueryArithmetic.Combine(query.Terms, await OfTextsAsync([.. query.Terms.Select(static term => term.Text)], model, cancellationToken));

    private async Task<IReadOnlyList<float[]>> OfTextsAsync(string[] texts, ModelUse model, CancellationToken cancellationToken)
    {
        var known = texts.Select(text => cache.Find(model.Model.Identity, text)).ToArray();
        string[] unknown = [.. texts.Where((_, i) => known[i] is null).Distinct(StringComparer.Ordinal)];
        var made = unknown.Length == 0 ? [] : await embedder.EmbedTextsAsync(model, unknown, cancellationToken);
        foreach (var (text, vector) in unknown.Zip(made))
        {
            cache.Keep(model.Model.Identity, text, vector);
        }

        return [.. texts.Select((text, i) => known[i] ?? made[Array.IndexOf(unknown, text)])];
    }
}
