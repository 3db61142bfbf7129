using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The search by words, beside the one by vectors: on a connection of its own, and with a deadline after which it is done without.</summary>
internal sealed class WordLeg(NpgsqlDataSource database, IOptions<SearchOptions> options, TimeProvider time)
{
    private readonly WordFacts _facts = new(time);

    /// <summary>What the words of a query find; null when that took too long.</summary>
    public async Task<WordMatches?> RunAsync(SearchRequest request, ParsedQuery query, CancellationToken cancellationToken)
    {
        var words = options.Value.WordWeight > 0 ? WordQuery.WordsOf(query) : [];
        if (_facts.AllCommon(words) is { } common)
        {
            return common;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.WordDeadline);
        try
        {
            await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(database, options.Value.WordDeadline, deadline.Token);
            return await WordQuery.RunAsync(snapshot, _facts, words, CandidateFilter.Of(request, query), FusedRanking.Head, deadline.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && SearchTimeouts.IsOne(exception))
        {
            _facts.Doubt(words);
            return null;
        }
    }
}
