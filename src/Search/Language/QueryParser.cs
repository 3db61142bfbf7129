using System.Globalization;
using System.Text;
using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Language;

/// <summary>
/// Takes apart what was typed: <c>two people on a beach -umbrella</c>, <c>2:sunset + boat</c>, <c>"Pat" automobile</c>,
/// <c>from:2023-05 camera:canon -tag:work</c>, <c>like:17 -like:4 boat</c>. What is no filter, weight or quote is words, so that any sentence is a query.
/// </summary>
public static class QueryParser
{
    /// <summary>Most terms in a query: each is embedded by itself.</summary>
    public const int MaxTerms = 8;

    private const double MostWeight = 100;

    /// <exception cref="InvalidSearchException">A filter's value cannot be understood, or there is too much of something; field <c>text</c>.</exception>
    public static ParsedQuery Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<QueryItem> items = [];
        StringBuilder words = new();
        double weight = 1;
        var at = 0;
        var scanner = new QueryScanner(Plain(query));
        for (scanner.SkipSpace(); !scanner.AtEnd; scanner.SkipSpace())
        {
            if (scanner.TryPlus())
            {
                EndTerm();
                continue;
            }

            var not = scanner.TryMinus();
            if (scanner.TryQuoted(out var phrase))
            {
                AddPhrase(phrase, not);
                continue;
            }

            var isWeighed = scanner.TryWeight(out var much);
            if (scanner.TryLike())
            {
                AddLikes(scanner.Values(), not ? -Checked(much) : Checked(much));
            }
            else if (scanner.TryFilterName(out var name))
            {
                // What pictures must be cannot be weighed.
                items.Add(new FilterItem(FilterParser.Parse(name, scanner.Values()), not));
            }
            else if (not)
            {
                AddAway(Checked(much), ref scanner);
            }
            else if (isWeighed)
            {
                EndTerm();
                weight = Checked(much);
                AddWord(scanner.Word());
            }
            else
            {
                AddWord(scanner.Word());
            }
        }

        EndTerm();
        return Check(new ParsedQuery(items));

        // Words go on behind a filter or a quote between them.
        void AddWord(string word)
        {
            at = words.Length > 0 ? at : items.Count;
            words.Append(words.Length > 0 ? " " : "").Append(word);
        }

        void EndTerm()
        {
            if (words.Length > 0)
            {
                items.Insert(at, new TermItem(words.ToString(), weight));
            }

            words.Clear();
            weight = 1;
        }

        void AddPhrase(string text, bool not)
        {
            if (text.Length > 0)
            {
                items.Add(new PhraseItem(text, not));
            }
        }

        void AddLikes(List<string> ids, double much)
        {
            foreach (var id in ids)
            {
                items.Add(long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var image) && image > 0
                    ? new LikeItem(image, much)
                    : throw new InvalidSearchException("text", "Write the number of a picture behind like:, as in like:17 boat or -like:17."));
            }
        }

        void AddAway(double much, ref QueryScanner rest)
        {
            if (rest.Word() is { Length: > 0 } word)
            {
                items.Add(new TermItem(word, -much));
            }
        }
    }

    // Postgres stores neither NUL nor half a surrogate pair, and nobody means them.
    private static string Plain(string query) =>
        string.Concat(query.EnumerateRunes().Select(static rune => Rune.IsControl(rune) ? " " : rune.ToString()));

    // As exact as it is written again.
    private static double Checked(double weight) => Math.Round(weight, 4) is > 0 and <= MostWeight and var rounded
        ? rounded
        : throw new InvalidSearchException("text", $"A weight is a number above 0 and up to {MostWeight}, with at most four decimals, as in 2:sunset + boat.");

    private static ParsedQuery Check(ParsedQuery query) =>
        query.Terms.Count + query.Likes.Count <= MaxTerms ? query : throw new InvalidSearchException("text", $"Write at most {MaxTerms} terms: words between + signs, words after a minus and pictures each are one.");
}
