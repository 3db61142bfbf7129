using System.Globalization;
using System.Text;

namespace Photoseek.Indexing;

/// <summary>Makes text from files and senders fit to be stored and shown.</summary>
internal static class PlainText
{
    /// <summary>One line of at most <paramref name="length"/> characters without control characters; null when nothing is left.</summary>
    public static string? Line(string? text, int length) => Clean(text, length, keepBreaks: false);

    /// <summary>The same with line breaks kept.</summary>
    public static string? Lines(string? text, int length) => Clean(text, length, keepBreaks: true);

    /// <summary>Lines, without the empty ones and repeats (letter case aside), at most <paramref name="count"/>.</summary>
    public static string[] List(IEnumerable<string?> items, int count, int length) =>
        [.. items.Select(item => Line(item, length)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(count)];

    private static string? Clean(string? text, int length, bool keepBreaks)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // Runes: half a surrogate pair, which Postgres would not take, becomes U+FFFD here.
        var clean = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > length)
            {
                break;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (keepBreaks && rune.Value == '\n')
            {
                clean.Append('\n');
            }
            else if (rune.Value is '\n' or '\t')
            {
                clean.Append(' ');
            }
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned) && !IsDirectionOverride(rune.Value))
            {
                clean.Append(rune.ToString());
            }
        }

        var result = clean.ToString().Trim();
        return result.Length == 0 ? null : result;
    }

    // They make "gpj.exe" read as "exe.jpg".
    private static bool IsDirectionOverride(int rune) => rune is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
