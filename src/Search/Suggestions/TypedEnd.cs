using System.Text.RegularExpressions;

namespace Photoseek.Search.Suggestions;

/// <summary>The end of what is being typed, as it may be meant: the last words together first, the last one by itself last.</summary>
/// <param name="Kind">What a name before a colon asks for; null for anything.</param>
/// <param name="Fragments">What may be gone on with, and where it begins.</param>
internal sealed partial record TypedEnd(string? Kind, IReadOnlyList<(int From, string Text)> Fragments)
{
    private const int MostWords = 3;
    private const int MostCharacters = 80;

    public static TypedEnd Of(string text)
    {
        if (Named().Match(text) is { Success: true } named)
        {
            var (name, value) = (named.Groups["name"], named.Groups["value"].Value);
            return new TypedEnd(name.Value.ToLowerInvariant(), value.Length is 0 or > MostCharacters ? [] : [(name.Index, value)]);
        }

        List<(int, string)> fragments = [];
        var end = Words().Match(text);
        foreach (Capture word in end.Groups["word"].Captures)
        {
            fragments.Add((word.Index, text[word.Index..]));
        }

        return new TypedEnd(null, [.. fragments.TakeLast(MostWords).Where(static fragment => fragment.Item2.Length <= MostCharacters)]);
    }

    // Behind a colon, with spaces only where a quote is open.
    [GeneratedRegex("""(?<=^|[\s-])(?<name>tag|person|camera|project|category):(?:"(?<value>[^"]*)|(?<value>[^\s"]*))$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    // Words up to the end, with nothing but single spaces between: no quotes, signs or filters.
    [GeneratedRegex("""(?<=^|[\s-])(?<word>[^\s":+-][^\s":+]*)( (?<word>[^\s":+-][^\s":+]*))*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
