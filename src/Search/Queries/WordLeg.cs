using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The search by words, beside the one by vectors: on a connection of its own, and with a deadline after which it is done without.</summary>
internal sealed class WordLeg(NpgsqlDataSource database, IOptions<SearchOptions> options)
{
    /// <summary>What the words of a query find; null when that took too long.</summary>
    public async Task<WordMatches?> RunAsync(SearchRequest request, ParsedQuery query, CancellationToken cancellationToken)
    {
        if (options.Value.WordWeight <= 0 || !query.Items.Any(static i => i is TermItem { Weight: > 0 } or PhraseItem { Not: false }))
        {
            return WordMatches.None;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.WordDeadline);
        try
        {
            await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.WordDeadline, null, deadline.Token);
            return await WordQuery.RunAsync(snapshot, query, CandidateFilter.Of(request, query), FusedRanking.Head, deadline.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsTimeout(exception))
        {
            return null;
        }
    }

    private static bool IsTimeout(Exception exception) => exception is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };
}
