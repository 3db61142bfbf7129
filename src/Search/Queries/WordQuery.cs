using Photoseek.Search.Language;

namespace Photoseek.Search.Queries;

/// <summary>
/// The images that have the words of a query in what is written about them: title, tags, persons, description, caption,
/// place, file name, camera. Rare words count more than common ones, names more than what is told.
/// </summary>
internal static class WordQuery
{
    /// <summary>Most words that are looked for.</summary>
    private const int MaxWords = 16;

    // A word that more images have says little, and to rank them all would take long: it only counts where rarer words
    // have found something, unless there are no rarer ones.
    private const int Common = 5_000;
    private const int MostRanked = 20_000;
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
            ),
            wanted as (
              select word, place from typed
              where not filler or not exists (select from typed other where not other.filler)
              order by place limit @MaxWords
            ),
            statistics as (
              select e.word, e.share * greatest((select reltuples from pg_class where oid = 'images'::regclass), 0) as images
              from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e(word, share)
              where s.schemaname = current_schema() and s.tablename = 'images' and s.attname = 'words'
            ),
            counted as (
              select w.word, w.place,
                     coalesce(s.images::bigint, (select count(*) from (select from images i where i.words @@ word_query(w.word) limit @Common) m)) as images
              from wanted w left join statistics s using (word)
            )
            select word, images,
                   case when images > 0 or length(word) < 4 then '{}' else array(
                     select d.word from dictionary d
                     where d.word % counted.word and similarity(d.word, counted.word) >= 0.4
                     order by similarity(d.word, counted.word) desc, d.word limit @Guesses) end as guesses
            from counted order by place
            """;
        return snapshot.QueryAsync<AskedWord>(sql, new { texts, Guesses, MaxWords, Common }, cancellationToken);
    }

    private static Task<IReadOnlyList<WordMatch>> RankAsync(
        LibrarySnapshot snapshot, IReadOnlyList<AskedWord> asked, CandidateFilter filter, int depth, CancellationToken cancellationToken)
    {
        var sql = $"""
            with asked as (
              select word_query(word) as query, ln(1 + 1e6 / (images + 10)) as weight, searched
              from unnest(@words::text[], @images::bigint[], @searched::boolean[]) as a(word, images, searched)
            ),
            found as (
              select i.id, i.words from images i
              where i.words @@ (select string_agg(query::text, '|')::tsquery from asked where searched) and i.hidden_at is null and {filter.Condition ?? "true"}
              limit {MostRanked}
            )
            select id, score
            from found f cross join lateral (select sum(ts_rank(f.words, a.query) * a.weight)::float8 as score from asked a) s
            order by score desc, id
            limit {depth}
            """;

        // Without any rare word the rarest of all must do.
        var rarest = asked.Min(static a => a.Images);
        var words = asked.SelectMany(static a => a.Guesses.Length == 0 ? [(a.Word, a.Images)] : a.Guesses.Select(static guess => (guess, 0L))).ToList();
        var parameters = filter.Parameters();
        parameters.AddDynamicParams(new
        {
            words = words.Select(static w => w.Item1).ToArray(),
            images = words.Select(static w => w.Item2).ToArray(),
            searched = words.Select(w => w.Item2 < Common || w.Item2 == rarest).ToArray(),
        });
        return snapshot.QueryAsync<WordMatch>(sql, parameters, cancellationToken);
    }

    private sealed record AskedWord
    {
        public required string Word { get; init; }

        /// <summary>About how many images have it.</summary>
        public required long Images { get; init; }

        public required string[] Guesses { get; init; }
    }
}
