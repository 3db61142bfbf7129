using Npgsql;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>
/// Words that thousands of images have. To rank all of these would take long and say little, so they rank only what is near to
/// the query's vector.
/// </summary>
internal static class CommonWords
{
    /// <summary>So many of the nearest having the words is enough to rank by them.</summary>
    public const int Enough = 20;

    /// <summary>So many words may be a name; more tell what is to be seen.</summary>
    public const int Few = 2;

    /// <summary>In larger libraries than this, those who have a common word are too many to look through while somebody waits.</summary>
    public const int MostRows = 200_000;

    /// <summary>A filter that lets through what has one of the words.</summary>
    public static CandidateFilter Have(IReadOnlyList<WordFact> words, CandidateFilter filter)
    {
        const string condition = "i.words @@ (select string_agg(w, '|')::tsquery from unnest(@common::text[]) w)";
        return new CandidateFilter(
            $"{filter.Condition} and {condition}",
            new Dictionary<string, object>(filter.Values, StringComparer.Ordinal) { ["common"] = words.Select(static word => word.Query).ToArray() },
            IsEmpty: false);
    }

    /// <summary>A filter that lets through those who have people of all of some names, or of any of them.</summary>
    public static CandidateFilter Show(IReadOnlyList<string> names, bool all, CandidateFilter filter) => new(
        $"{filter.Condition} and folded_names(i.persons) {(all ? "@>" : "&&")} @names::text[]",
        new Dictionary<string, object>(filter.Values, StringComparer.Ordinal) { ["names"] = names.ToArray() },
        IsEmpty: false);

    /// <summary>How well images have words; those that have none of them are left out.</summary>
    /// <param name="connection">Where to look.</param>
    /// <param name="words">What to look for.</param>
    /// <param name="images">Some hundred.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public static async Task<IReadOnlyDictionary<long, double>> MatchAsync(
        NpgsqlConnection connection, IReadOnlyList<WordFact> words, IReadOnlyList<long> images, CancellationToken cancellationToken)
    {
        const string sql = """
            with asked as materialized (select w::tsquery as query from unnest($1::text[]) w)
            select i.id, sum(ts_rank(i.words, a.query))::float8
            from images i
            cross join asked a
            where i.id = any($2) and i.words @@ a.query
            group by i.id
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. words.Select(static word => word.Query)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. images.Order()] });
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var scores = new Dictionary<long, double>();
        while (await reader.ReadAsync(cancellationToken))
        {
            scores.Add(reader.GetInt64(0), reader.GetDouble(1));
        }

        return scores;
    }

    /// <summary>The images that have words, best first: by how many and where, then by nearness.</summary>
    /// <param name="scores">Of <see cref="MatchAsync"/>.</param>
    /// <param name="near">Nearest first.</param>
    public static IReadOnlyList<WordMatch> Rank(IReadOnlyDictionary<long, double> scores, IEnumerable<Candidate> near) =>
        [.. near.Where(candidate => scores.ContainsKey(candidate.Id)).Select(candidate => new WordMatch(candidate.Id, scores[candidate.Id])).OrderByDescending(static match => match.Score)];
}
