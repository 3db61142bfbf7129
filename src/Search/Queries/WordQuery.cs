using Npgsql;
using Photoseek.Search.Language;

namespace Photoseek.Search.Queries;

/// <summary>
/// The images that have the words of a query in what is written about them: title, tags, persons, description, caption,
/// place, file name, camera. Rare words find images and count more than common ones, which only count where rarer ones have
/// found something; names count more than what is told.
/// </summary>
internal static class WordQuery
{
    private const int MaxWords = 16;

    // Each picture that is found costs looking at it: the rarest words find, as long as they find no more than this together.
    private const int MostFound = 2_000;

    /// <summary>The words that a query looks for, each once.</summary>
    public static IReadOnlyList<string> WordsOf(ParsedQuery query)
    {
        var texts = query.Items.OfType<TermItem>().Where(static t => t.Weight > 0).Select(static t => t.Text)
            .Concat(query.Items.OfType<PhraseItem>().Where(static p => !p.Not).Select(static p => p.Text));
        return [.. texts.SelectMany(static text => text.ToLowerInvariant().Split([.. text.Where(static c => !IsOfWord(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Take(MaxWords)];
    }

    /// <summary>The best images, best first, equal ones by id; and the words that were guessed for mistyped ones.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="facts">What is known of the words.</param>
    /// <param name="words">Of <see cref="WordsOf"/>.</param>
    /// <param name="filter">What the images must be besides.</param>
    /// <param name="depth">How many at most.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public static async Task<WordMatches> RunAsync(
        LibrarySnapshot snapshot, WordFacts facts, IReadOnlyList<string> words, CandidateFilter filter, int depth, CancellationToken cancellationToken)
    {
        var known = await facts.OfAsync(snapshot, words, cancellationToken);
        var guessed = known.Where(static f => f.Guesses.Length > 0).ToDictionary(static f => f.Typed, static f => (IReadOnlyList<string>)f.Guesses, StringComparer.Ordinal);

        // A guess may be as common as what was typed right: "bridge" is taken for the bride of some thousand weddings.
        var likely = guessed.Count == 0 ? [] : await facts.OfAsync(snapshot, [.. guessed.Values.SelectMany(static g => g).Distinct(StringComparer.Ordinal)], cancellationToken);
        List<WordFact> meant = [.. known.Where(static f => f.Guesses.Length == 0).Concat(likely).Where(static f => !f.IsFiller)];
        if (!meant.Exists(static f => f.Images > 0 && !f.IsCommon))
        {
            return WordMatches.OfCommon(meant) with { Guessed = guessed };
        }

        List<WordFact> wanted = [.. meant.DistinctBy(static f => f.Word)];
        return new WordMatches(await RankAsync(snapshot, wanted, MostOf(wanted), filter, depth, cancellationToken), guessed);
    }

    /// <summary>How many images a word may have to find some: the rarest one always does, unless it is common.</summary>
    private static long MostOf(IReadOnlyList<WordFact> wanted)
    {
        var (most, found) = (0L, 0L);
        foreach (var images in wanted.Select(static w => w.Images).Where(static images => images is > 0 and < WordFacts.Common).Order())
        {
            found += images;
            most = most == 0 || found <= MostFound ? images : most;
        }

        return most;
    }

    private static async Task<IReadOnlyList<WordMatch>> RankAsync(
        LibrarySnapshot snapshot, IReadOnlyList<WordFact> wanted, long mostOf, CandidateFilter filter, int depth, CancellationToken cancellationToken)
    {
        // Thousands may be ranked: the words are read once, by subqueries of their own, and their ranks added up without one an image.
        var score = string.Join(" + ", wanted.Select(static (_, i) => $"ts_rank(i.words, (select @word{i}::tsquery)) * @weight{i}"));
        var sql = $"""
            select i.id, {score} as score
            from images i
            where i.words @@ (select @rare::tsquery) and {filter.Condition}
            order by score desc, i.id
            limit {depth}
            """;
        await using var command = new NpgsqlCommand(sql, snapshot.Connection);
        command.Parameters.Add(new NpgsqlParameter<string>("rare", string.Join('|', wanted.Where(word => word.Images <= mostOf).Select(static word => word.Query))));
        foreach (var (word, i) in wanted.Select(static (word, i) => (word, i)))
        {
            command.Parameters.Add(new NpgsqlParameter<string>($"word{i}", word.Query));
            command.Parameters.Add(new NpgsqlParameter<double>($"weight{i}", Math.Log(1 + (1e6 / (word.Images + 10)))));
        }

        filter.AddTo(command);
        var matches = new List<WordMatch>();
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            matches.Add(new WordMatch(reader.GetInt64(0), reader.GetDouble(1)));
        }

        return matches;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
}
