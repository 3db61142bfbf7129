using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Ollama;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The search by what is written about pictures and what it means, beside the others: never fails for want of Ollama, and is done without when it takes too long.</summary>
internal sealed class TextLeg(NpgsqlDataSource database, TextQueryEmbedder embedder, IOptions<SearchOptions> options, IOptions<OllamaOptions> ollama, TimeProvider time)
{
    private const int MostTerms = 16;

    /// <summary>
    /// The images whose texts are nearest to the query's terms. Waits for the vector no longer than <c>Ollama:QueryDeadline</c>,
    /// and for all of it no longer than <c>Search:TextDeadline</c>. Nobody is asked for anything where there is no generation.
    /// </summary>
    /// <param name="request">What is asked, checked already.</param>
    /// <param name="query">What was typed.</param>
    /// <param name="generation">That which is served.</param>
    /// <param name="cancellationToken">The search is given up.</param>
    public async Task<TextMatches> RunAsync(SearchRequest request, ParsedQuery query, TextGeneration? generation, CancellationToken cancellationToken)
    {
        if (generation is null || !ollama.Value.Enabled || options.Value.TextWeight == 0)
        {
            return TextMatches.Unused;
        }

        TermItem[] terms = [.. query.Terms.Where(static t => t.Weight != 0 && !string.IsNullOrWhiteSpace(t.Text)).Take(MostTerms)];
        if (!terms.Any(static t => t.Weight > 0))
        {
            return TextMatches.Empty;
        }

        using var late = new CancellationTokenSource(options.Value.TextDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // Nobody holds a connection while Ollama thinks. The vectors of a generation never change, and one that has just
            // retired still has them.
            var (vectors, missing) = await embedder.EmbedAsync(generation, [.. terms.Select(static t => t.Text.Trim())], cancellationToken);
            if (missing is not null)
            {
                return TextMatches.Unavailable(missing);
            }

            WeightedVector[] parts = [.. vectors.Zip(terms, static (vector, term) => new WeightedVector(vector, term.Weight))];
            await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(database, options.Value.TextDeadline, either.Token);
            return TextMatches.Of(await TextVectorQuery.NearAsync(
                snapshot, generation, QueryArithmetic.Combine(parts), CandidateFilter.Of(request, query), FusedRanking.Head, options.Value, either.Token));
        }
        catch (InvalidSearchException)
        {
            // The terms cancel each other out.
            return TextMatches.Empty;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && SearchTimeouts.IsOne(exception))
        {
            return TextMatches.Unavailable($"Looking through what is written took longer than {options.Value.TextDeadline.TotalMilliseconds:0} ms.");
        }
    }
}
