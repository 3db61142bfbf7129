using System.Globalization;
using System.Text;

namespace Photoseek.Embedding.Text;

/// <summary>CLIP's way of cutting a lower-case text into words.</summary>
internal static class ClipWords
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    /// <summary>Composed characters, in lower case.</summary>
    public static string Normalize(string text)
    {
        var lower = Unicode.Nfc(text).ToLowerInvariant();

        // The one letter whose lower case is two characters; the invariant mode leaves it as it is.
        return lower.Replace("\u0130", "i\u0307", StringComparison.Ordinal);
    }

    /// <summary>
    /// The end of the word that starts at <paramref name="start"/>, which is no white space: a contraction, a run of
    /// letters, one digit, or a run of anything else.
    /// </summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var rest = text[start..];
        foreach (var contraction in Contractions)
        {
            if (rest.StartsWith(contraction, StringComparison.Ordinal))
            {
                return start + contraction.Length;
            }
        }

        var kind = KindAt(rest, out var length);
        var end = start + length;
        while (kind != Kind.Number && end < text.Length && KindAt(text[end..], out length) == kind)
        {
            end += length;
        }

        return end;
    }

    /// <summary>The next place from <paramref name="start"/> on that is no white space.</summary>
    public static int SkipSpace(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, out int length)
    {
        // A lone surrogate decodes to U+FFFD, of the others.
        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Rune.IsWhiteSpace(rune) ? Kind.Space : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }
}
