using Npgsql;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>
/// Looks for common words in the images that are near. Where the words are known by the time that codes name these images, it does so
/// while they are compared, on a connection of its own.
/// </summary>
internal sealed class NearWords(NpgsqlDataSource database, Task<WordMatches?> words, CancellationToken cancellationToken) : IAsyncDisposable
{
    // More are named for deep pages and filters only, where this would take longer than what it saves.
    private const int Most = 2 * FusedRanking.Head;

    private HashSet<long> _among = [];
    private Task<IReadOnlyDictionary<long, double>?>? _scores;

    /// <summary>Begins to look, if it is known by now that there is something to look for.</summary>
    /// <param name="named">Among which the nearest images will be.</param>
    public void Begin(IReadOnlyList<long> named)
    {
        if (_scores is null && named.Count <= Most && words.IsCompletedSuccessfully)
        {
            // On another thread, which is awake from the scan: the database may take the core of whoever asks it, and a second question would wait.
            _among = [.. named];
            _scores = Task.Run(LookAsync, CancellationToken.None);
        }
    }

    /// <summary>Those of the images that have the words, best first.</summary>
    /// <param name="snapshot">Where to look for what is not known yet.</param>
    /// <param name="common">The words.</param>
    /// <param name="near">Nearest first.</param>
    public async Task<IReadOnlyList<WordMatch>> RankAsync(LibrarySnapshot snapshot, IReadOnlyList<WordFact> common, IReadOnlyList<Candidate> near)
    {
        var known = _scores is not null && near.All(candidate => _among.Contains(candidate.Id)) ? await _scores : null;
        var scores = known ?? await CommonWords.MatchAsync(snapshot.Connection, common, [.. near.Select(static candidate => candidate.Id)], cancellationToken);
        return CommonWords.Rank(scores, near);
    }

    /// <summary>Waits until nothing runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_scores is not null)
        {
            await ((Task)_scores).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Who is asked for by name is not looked for among what is near.
    private async Task<IReadOnlyDictionary<long, double>?> LookAsync()
    {
        if (await words is not { Common.Count: > 0, Names.Count: 0 } found)
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await CommonWords.MatchAsync(connection, found.Common, [.. _among], cancellationToken);
    }
}
