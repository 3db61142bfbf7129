using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The search by what is written about pictures and what it means, beside the others: never fails for want of Ollama, and is done without when it takes too long.</summary>
internal sealed class TextLeg(NpgsqlDataSource database, TextQueryEmbedder embedder, IOptions<SearchOptions> options)
{
    private const int MostTerms = 16;

    /// <summary>
    /// The images whose texts are nearest to the query's terms. Waits for the vector no longer than <c>Ollama:QueryDeadline</c>,
    /// and for Postgres no longer than the search by words does.
    /// </summary>
    public async Task<TextMatches> RunAsync(SearchRequest request, ParsedQuery query, CancellationToken cancellationToken)
    {
        TermItem[] terms = [.. query.Terms.Where(static t => t.Weight != 0 && !string.IsNullOrWhiteSpace(t.Text)).Take(MostTerms)];
        if (!terms.Any(static t => t.Weight > 0))
        {
            return TextMatches.Empty;
        }

        try
        {
            // A generation and its vectors in one state of the library.
            await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.WordDeadline, null, cancellationToken);
            if (await TextVectorQuery.ServingAsync(snapshot, cancellationToken) is not { } generation)
            {
                return TextMatches.Unavailable("Nothing that is written about pictures has been embedded yet: that takes Ollama with a text model.");
            }

            var (vectors, missing) = await embedder.EmbedAsync(generation, [.. terms.Select(static t => t.Text.Trim())], cancellationToken);
            return missing is null
                ? TextMatches.Of(await TextVectorQuery.RunAsync(
                    snapshot, generation, QueryArithmetic.Combine(terms, vectors), CandidateFilter.Of(request, query), FusedRanking.Head, options.Value, cancellationToken))
                : TextMatches.Unavailable(missing);
        }
        catch (InvalidSearchException)
        {
            // The terms cancel each other out.
            return TextMatches.Empty;
        }
        catch (NpgsqlException exception) when (exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or { InnerException: TimeoutException } && !cancellationToken.IsCancellationRequested)
        {
            return TextMatches.Unavailable($"Looking through what is written took longer than {options.Value.WordDeadline.TotalMilliseconds:0} ms.");
        }
    }
}
