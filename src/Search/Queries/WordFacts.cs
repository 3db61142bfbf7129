using Photoseek.Search.Cache;

namespace Photoseek.Search.Queries;

/// <summary>
/// How many images have a word. What many have stays much the same for a while and is remembered, as counting it takes longest;
/// what is rare is remembered until anything in the library changes, so that a word is found as soon as it is written. How a word is
/// looked for, and what a mistyped one was likely meant to be, outlasts such a change: then it is only counted again.
/// </summary>
internal sealed class WordFacts(TimeProvider time)
{
    /// <summary>A word that so many images have says little, and to rank them all would take long.</summary>
    public const int Common = 5_000;

    // What so many have is no mistyped word, and a few more or less change no rank.
    private const int Steady = 200;

    private const int Guesses = 3;
    private const long CacheBytes = 1 << 20;
    private const int EntryBytes = 200;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<string, string> _doubted = new(CacheBytes, static (word, _) => EntryBytes + (2 * word.Length));
    private volatile Noted? _noted;
    private volatile Rare _rare = new(PgSnapshot.Nothing);

    private readonly BoundedCache<string, Known> _known = new(CacheBytes, static (_, known) => SizeOf(known.Fact));

    /// <summary>The facts of words, in their order; words without a letter or digit have none.</summary>
    public async Task<IReadOnlyList<WordFact>> OfAsync(LibrarySnapshot snapshot, IReadOnlyList<string> typed, CancellationToken cancellationToken)
    {
        var facts = Recall(typed);
        if (facts.Count < typed.Count)
        {
            var rare = await RareAsync(snapshot, cancellationToken);
            foreach (var word in typed)
            {
                if (rare.Known.TryGet(word, out var fact))
                {
                    facts.TryAdd(word, fact);
                }
            }

            await CountAsync(snapshot, facts, [.. typed.Where(word => !facts.ContainsKey(word))], rare, cancellationToken);
        }

        return [.. typed.Where(facts.ContainsKey).Select(word => facts[word])];
    }

    /// <summary>The common ones among words, where it is remembered of every one that it is common or a filler: then there is nothing to ask. Else null.</summary>
    public WordMatches? AllCommon(IReadOnlyList<string> typed)
    {
        var facts = Recall(typed);
        return typed.All(word => facts.TryGetValue(word, out var fact) && (fact.IsCommon || fact.IsFiller)) ? WordMatches.OfCommon(facts.Values) : null;
    }

    /// <summary>
    /// To look for words took too long: they are counted from now on. Postgres does not note what they may begin with in names of
    /// files, "scan0001" and so on, each of which is there once.
    /// </summary>
    public void Doubt(IEnumerable<string> typed)
    {
        foreach (var word in typed)
        {
            _doubted.Set(word, word);
        }
    }

    private Dictionary<string, WordFact> Recall(IReadOnlyList<string> typed)
    {
        Dictionary<string, WordFact> facts = new(StringComparer.Ordinal);
        foreach (var word in typed)
        {
            if (Remember(word) is { } fact && IsSteady(fact))
            {
                facts[word] = fact;
            }
        }

        return facts;
    }

    private WordFact? Remember(string word) =>
        _known.TryGet(word, out var known) && time.GetElapsedTime(known.Since) < Remembered && !(known.Fact.IsNoted && _doubted.TryGet(word, out _)) ? known.Fact : null;

    private static bool IsSteady(WordFact fact) => fact.IsFiller || fact.Images >= Steady;

    // What was counted before, if this state of the library is still the same; nothing if it is not.
    private async Task<Rare> RareAsync(LibrarySnapshot snapshot, CancellationToken cancellationToken)
    {
        var rare = _rare;
        var (state, isSame) = await snapshot.CompareAsync(rare.State, cancellationToken);
        if (!isSame)
        {
            _rare = rare = new Rare(state);
        }

        // A search that began before the change must not note what it counts as if it were after.
        return state.Includes(rare.State) ? rare : new Rare(state);
    }

    private async Task CountAsync(LibrarySnapshot snapshot, Dictionary<string, WordFact> facts, string[] unknown, Rare rare, CancellationToken cancellationToken)
    {
        foreach (var fact in await CountAgainAsync(snapshot, unknown, cancellationToken))
        {
            facts[fact.Typed] = fact;
            rare.Known.Set(fact.Typed, fact);
        }

        string[] never = [.. unknown.Where(word => !facts.ContainsKey(word))];
        foreach (var fact in never.Length == 0 ? [] : await CountAsync(snapshot, never, [.. never.Where(word => _doubted.TryGet(word, out _))], await NotedAsync(snapshot, cancellationToken), cancellationToken))
        {
            facts[fact.Typed] = fact;
            _known.Set(fact.Typed, new Known(fact, time.GetTimestamp()));
            if (!IsSteady(fact))
            {
                rare.Known.Set(fact.Typed, fact);
            }
        }
    }

    // Without those that have become something else: found for the first or the last time, or common.
    private async Task<IReadOnlyList<WordFact>> CountAgainAsync(LibrarySnapshot snapshot, string[] typed, CancellationToken cancellationToken)
    {
        const string sql = """
            select (select count(*) from (select from images i where i.words @@ q.query::tsquery limit @Common) m)
            from unnest(@queries::text[]) with ordinality as q(query, place)
            order by place
            """;
        List<WordFact> known = [.. typed.Select(Remember).OfType<WordFact>()];
        if (known.Count == 0)
        {
            return [];
        }

        var counts = await snapshot.QueryAsync<long>(sql, new { queries = known.Select(static f => f.Query).ToArray(), Common }, cancellationToken);
        return [.. known.Zip(counts, static (fact, images) => (Fact: fact, Images: images))
            .Where(static now => now.Images > 0 == now.Fact.Images > 0 && now.Images < Common)
            .Select(static now => now.Fact with { Images = now.Images })];
    }

    // What Postgres has noted of frequent words when it last analysed the table, in a sample: about how many have each.
    private async Task<Noted> NotedAsync(LibrarySnapshot snapshot, CancellationToken cancellationToken)
    {
        const string sql = """
            select e.lexeme, (e.frequency * c.reltuples)::bigint as images
            from pg_stats s
            join pg_class c on c.oid = 'images'::regclass
            cross join lateral unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e(lexeme, frequency)
            where s.schemaname = current_schema() and s.tablename = 'images' and s.attname = 'words' and e.lexeme is not null and e.frequency * c.reltuples >= @Steady
            """;
        if (_noted is not { } noted || time.GetElapsedTime(noted.Since) >= Remembered)
        {
            var rows = await snapshot.QueryAsync<(string Lexeme, long Images)>(sql, new { Steady }, cancellationToken);
            _noted = noted = new Noted([.. rows.Select(static row => row.Lexeme)], [.. rows.Select(static row => row.Images)], time.GetTimestamp());
        }

        return noted;
    }

    // To count is to look at each picture, and takes longest. What is noted does instead, as a few more or less change no rank: of the
    // forms of a word the most frequent one, at least, and at most all that begin so together. Where only one of the two would be
    // common it is counted, and so are numbers, with which many names of files begin. A mistyped word is one that nobody wrote.
    private static Task<IReadOnlyList<WordFact>> CountAsync(LibrarySnapshot snapshot, string[] typed, string[] doubted, Noted noted, CancellationToken cancellationToken)
    {
        const string sql = """
            with words as materialized (
              select typed, word, tsvector_to_array(stems(word)) as stems
              from (select typed, split_part(plain_words(typed), ' ', 1) as word from unnest(@typed::text[]) as t(typed) offset 0) plain
              where word <> ''
            ),
            noted as materialized (
              select w.typed, w.word,
                     case
                       when w.typed = any(@doubted) then null
                       when n.most >= @Common then @Common
                       when n.most >= @Steady and coalesce(n.together, 0) < @Common and w.word !~ '[0-9]' then greatest(n.most, n.together)
                     end as images
              from words w
              cross join lateral (
                select max(images) filter (where lexeme = w.word or lexeme = any(w.stems)) as most,
                       sum(images) filter (where starts_with(lexeme, w.word)) as together
                from unnest(@lexemes::text[], @images::bigint[]) as n(lexeme, images)) n
            ),
            counted as materialized (
              select typed, word, is_filler(word) as isfiller, images is not null as isnoted,
                     case when is_filler(word) then 0 else coalesce(images, images_having(word_query(word), @Common)) end as images
              from noted
            )
            select typed, word, isfiller, isnoted, images, word_query(word)::text as query,
                   images >= @Common and exists (
                     select from labels l
                     where l.kind = 'person' and ' ' || folded(l.value) like '% ' || word || '%' and word = any(folded_names(array[l.value]))) as isname,
                   case when images > 0 or isfiller or length(word) < 4 then '{}' else array(
                     select d.word from dictionary d
                     where d.word % counted.word and similarity(d.word, counted.word) >= 0.4
                     order by similarity(d.word, counted.word) desc, d.word limit @Guesses) end as guesses
            from counted
            """;
        return snapshot.QueryAsync<WordFact>(sql, new { typed, doubted, noted.Lexemes, noted.Images, Common, Steady, Guesses }, cancellationToken);
    }

    private static long SizeOf(WordFact fact) => EntryBytes + (2 * (fact.Typed.Length + fact.Word.Length + fact.Query.Length + fact.Guesses.Sum(static guess => guess.Length)));

    private sealed record Noted(string[] Lexemes, long[] Images, long Since);

    /// <summary>What was counted in a state of the library.</summary>
    private sealed record Rare(PgSnapshot State)
    {
        public BoundedCache<string, WordFact> Known { get; } = new(CacheBytes, static (_, fact) => SizeOf(fact));
    }

    private sealed record Known(WordFact Fact, long Since);
}
