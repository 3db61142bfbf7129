using Photoseek.Search.Language;

namespace Photoseek.Search.Queries;

/// <summary>
/// The images that have the words of a query in what is written about them: title, tags, persons, description, caption,
/// place, file name, camera. Rare words count more than common ones, and what more words are met by comes first.
/// </summary>
internal static class WordQuery
{
    /// <summary>Most words that are looked for.</summary>
    public const int MaxWords = 16;

    // A word that more pictures have says little; ranking them all would take long.
    private const int MostOfAWord = 20_000;
    private const int Guesses = 3;

    /// <summary>The best images, best first, equal ones by id; and the words that were guessed for mistyped ones.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="query">Its positive terms and quotes are looked for; without any nothing is found.</param>
    /// <param name="filter">What the images must be besides.</param>
    /// <param name="depth">How many at most.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public static async Task<WordMatches> RunAsync(
        LibrarySnapshot snapshot, ParsedQuery query, CandidateFilter filter, int depth, CancellationToken cancellationToken)
    {
        string[] texts =
        [
            .. query.Items.OfType<TermItem>().Where(static t => t.Weight > 0).Select(static t => t.Text),
            .. query.Items.OfType<PhraseItem>().Where(static p => !p.Not).Select(static p => p.Text),
        ];
        var asked = texts.Length == 0 ? [] : await AskAsync(snapshot, texts, cancellationToken);
        if (asked.Count == 0)
        {
            return WordMatches.None;
        }

        return new WordMatches(
            await RankAsync(snapshot, asked, filter, depth, cancellationToken),
            asked.Where(static a => a.Guesses.Length > 0).ToDictionary(static a => a.Word, static a => (IReadOnlyList<string>)a.Guesses, StringComparer.Ordinal));
    }

    // Fillers are left out unless there is nothing else. What nobody wrote was mistyped, or is not there.
    private static Task<IReadOnlyList<AskedWord>> AskAsync(LibrarySnapshot snapshot, string[] texts, CancellationToken cancellationToken)
    {
        const string sql = """
            with typed as (
              select w.word, is_filler(w.word) as filler, min(w.place) as place
              from regexp_split_to_table(plain_words(array_to_string(@texts::text[], ' ')), ' ') with ordinality as w(word, place)
              where w.word <> ''
              group by w.word
            )
            select word,
                   coalesce((
                     select array_agg(g.word)
                     from (select d.word from dictionary d
                           where d.word % typed.word and similarity(d.word, typed.word) >= 0.4
                           order by similarity(d.word, typed.word) desc, d.word limit @Guesses) g
                     where length(typed.word) >= 4 and not exists (select from images i where i.words @@ word_query(typed.word))), '{}') as guesses
            from typed
            where not filler or not exists (select from typed other where not other.filler)
            order by place limit @MaxWords
            """;
        return snapshot.QueryAsync<AskedWord>(sql, new { texts, Guesses, MaxWords }, cancellationToken);
    }

    private static Task<IReadOnlyList<WordMatch>> RankAsync(
        LibrarySnapshot snapshot, IReadOnlyList<AskedWord> asked, CandidateFilter filter, int depth, CancellationToken cancellationToken)
    {
        var sql = $"""
            with asked as (
              select n, word_query(word) as query from unnest(@asked::text[]) with ordinality as a(word, n)
              union all
              select n, word_query(word) from unnest(@guessed::text[], @guessedFor::int[]) as g(word, n)
            ),
            found as materialized (
              select a.n, m.id, m.rank
              from asked a
              cross join lateral (select i.id, ts_rank(i.words, a.query) as rank from images i where i.words @@ a.query and {filter.Condition ?? "true"} limit {MostOfAWord}) m
            ),
            best as (select n, id, max(rank) as rank from found group by n, id),
            rarity as (select n, ln(1 + @most::float8 / count(*)) as weight from best group by n)
            select b.id, sum(b.rank * r.weight) as score
            from best b join rarity r using (n)
            group by b.id
            order by score desc, b.id
            limit {depth}
            """;
        var parameters = filter.Parameters();
        parameters.AddDynamicParams(new
        {
            asked = asked.Select(static a => a.Word).ToArray(),
            guessed = asked.SelectMany(static a => a.Guesses).ToArray(),
            guessedFor = asked.SelectMany(static (a, place) => Enumerable.Repeat(place + 1, a.Guesses.Length)).ToArray(),
            most = (double)MostOfAWord,
        });
        return snapshot.QueryAsync<WordMatch>(sql, parameters, cancellationToken);
    }

    private sealed record AskedWord
    {
        public required string Word { get; init; }

        public required string[] Guesses { get; init; }
    }
}
