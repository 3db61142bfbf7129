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
    public static CandidateFilter Have(IReadOnlyList<string> words, CandidateFilter filter)
    {
        const string condition = "i.words @@ (select string_agg(word_query(w)::text, '|')::tsquery from unnest(@common::text[]) w)";
        return new CandidateFilter(
            $"{filter.Condition} and {condition}",
            new Dictionary<string, object>(filter.Values, StringComparer.Ordinal) { ["common"] = words.ToArray() },
            IsEmpty: false);
    }

    /// <summary>A filter that lets through those who have people of all of some names, or of any of them.</summary>
    public static CandidateFilter Show(IReadOnlyList<string> names, bool all, CandidateFilter filter) => new(
        $"{filter.Condition} and folded_names(i.persons) {(all ? "@>" : "&&")} @names::text[]",
        new Dictionary<string, object>(filter.Values, StringComparer.Ordinal) { ["names"] = names.ToArray() },
        IsEmpty: false);

    /// <summary>Those of some images that have words, best first: by how many and where, then by nearness, then by id.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="words">As they are looked for.</param>
    /// <param name="near">Nearest first.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public static async Task<IReadOnlyList<WordMatch>> RankAsync(LibrarySnapshot snapshot, IReadOnlyList<string> words, IReadOnlyList<Candidate> near, CancellationToken cancellationToken)
    {
        // Stems in five languages are made once a word, not once a picture.
        const string sql = """
            with asked as materialized (select word_query(w) as query from unnest(@words::text[]) w)
            select i.id, sum(ts_rank(i.words, a.query))::float8 as score
            from images i
            cross join asked a
            where i.id = any(@ids) and i.words @@ a.query
            group by i.id
            """;
        var places = near.Select(static (candidate, place) => (candidate.Id, place)).ToDictionary(static p => p.Id, static p => p.place);
        var found = await snapshot.QueryAsync<WordMatch>(sql, new { words = words.ToArray(), ids = places.Keys.ToArray() }, cancellationToken);
        return [.. found.OrderByDescending(static match => match.Score).ThenBy(match => places[match.Id])];
    }
}
