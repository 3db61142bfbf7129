using System.Numerics.Tensors;
using Microsoft.Extensions.Options;
using Photoseek.Search.Language;

namespace Photoseek.Search.Queries;

/// <summary>One leg of a search: what is written about pictures, compared by meaning. Never fails for want of Ollama.</summary>
internal sealed class TextLeg(TextQueryEmbedder embedder, IOptions<SearchOptions> options)
{
    private const int MostTerms = 16;

    /// <summary>The images whose texts are nearest to the terms' weighted sum.</summary>
    /// <param name="snapshot">Of this leg alone: it waits here for the vector, at most <c>Ollama:QueryDeadline</c>.</param>
    /// <param name="terms">Without one of positive weight nothing is looked for.</param>
    /// <param name="condition">What the images must be besides.</param>
    /// <param name="depth">How many at most.</param>
    /// <param name="cancellationToken">Ends the waiting and the statement that runs.</param>
    public async Task<TextMatches> RunAsync(
        LibrarySnapshot snapshot, IReadOnlyList<TermItem> terms, PictureCondition condition, int depth, CancellationToken cancellationToken)
    {
        TermItem[] asked = [.. terms.Where(static t => t.Weight != 0 && !string.IsNullOrWhiteSpace(t.Text)).Take(MostTerms)];
        if (!asked.Any(static t => t.Weight > 0))
        {
            return TextMatches.Empty;
        }

        if (await TextVectorQuery.ServingAsync(snapshot, cancellationToken) is not { } generation)
        {
            return TextMatches.Unavailable("Nothing that is written about pictures has been embedded yet: that takes Ollama with a text model.");
        }

        var (vectors, missing) = await embedder.EmbedAsync(generation, [.. asked.Select(static t => t.Text.Trim())], cancellationToken);
        if (missing is not null)
        {
            return TextMatches.Unavailable(missing);
        }

        return Sum(asked, vectors) is { } vector
            ? TextMatches.Of(await TextVectorQuery.RunAsync(snapshot, generation, vector, condition, depth, options.Value, cancellationToken))
            : TextMatches.Empty;
    }

    /// <summary>Null where the terms cancel each other out.</summary>
    private static float[]? Sum(TermItem[] terms, IReadOnlyList<float[]> vectors)
    {
        var sum = new float[vectors[0].Length];
        for (var i = 0; i < terms.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(vectors[i], (float)terms[i].Weight, sum, sum);
        }

        var length = TensorPrimitives.Norm(sum);
        if (!(length > 1e-6f))
        {
            return null;
        }

        TensorPrimitives.Divide(sum, length, sum);
        return sum;
    }
}
