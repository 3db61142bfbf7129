using System.Numerics.Tensors;
using Photoseek.Embedding.Models;
using Photoseek.Search.Cache;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The vectors of a request: of its terms, and of the pictures that were sent.</summary>
internal sealed class QueryVectors(QueryEmbedder embedder, QueryVectorCache cache)
{
    /// <summary>What is looked for but for pictures of the library; the vectors of texts are kept for the next time.</summary>
    /// <returns>The vectors, and what the pictures that were sent look like, if any were: it stands for them from then on.</returns>
    /// <exception cref="InvalidSearchException">The look is not one of this model's, or the pictures cancel each other out.</exception>
    public async Task<(IReadOnlyList<WeightedVector> Vectors, string? Look)> OfAsync(SearchRequest request, ParsedQuery query, ModelUse model, CancellationToken cancellationToken)
    {
        var terms = query.Terms;
        var look = request.Pictures.Count > 0 ? await LookAsync(request.Pictures, model, cancellationToken) : request.Look;
        var seen = look is null ? null : QueryLook.Read(model.Model.Identity, look);
        var vectors = await OfTextsAsync([.. terms.Select(static term => term.Text)], model, cancellationToken);
        return ([.. vectors.Zip(terms, static (vector, term) => new WeightedVector(vector, term.Weight)), .. seen is null ? Enumerable.Empty<WeightedVector>() : [seen]], look);
    }

    private async Task<string> LookAsync(IReadOnlyList<QueryPicture> pictures, ModelUse model, CancellationToken cancellationToken)
    {
        var vectors = await Task.WhenAll(pictures.Select(picture => embedder.EmbedPictureAsync(model, picture.Bytes, cancellationToken)));
        WeightedVector[] parts = [.. vectors.Zip(pictures, static (vector, picture) => new WeightedVector(vector, picture.Weight))];

        // As much as it weighs: two pictures that are alike count for two.
        var sum = QueryArithmetic.Combine(parts);
        var weight = parts.Sum(part => part.Weight * TensorPrimitives.Dot(part.Values, sum));
        return QueryLook.Write(model.Model.Identity, new WeightedVector(sum, weight));
    }

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
