using System.Globalization;
using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Language;

/// <summary>Walks over a query, character by character.</summary>
internal ref struct QueryScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    public void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    /// <summary>Takes a plus that joins terms; one inside a word is part of it.</summary>
    public bool TryPlus() => TryTake(_text[_at] == '+' ? 1 : 0);

    /// <summary>Takes a minus before something; phones and word processors write several.</summary>
    public bool TryMinus() =>
        TryTake(_text[_at] is '-' or '\u2212' or '\u2013' && _at + 1 < _text.Length && !char.IsWhiteSpace(_text[_at + 1]) ? 1 : 0);

    /// <summary>Takes a phrase in quotes of any kind; one that is not closed goes on to the end.</summary>
    public bool TryQuoted(out string phrase)
    {
        phrase = "";
        if (AtEnd || !IsQuote(_text[_at]))
        {
            return false;
        }

        var start = ++_at;
        while (!AtEnd && !IsQuote(_text[_at]))
        {
            _at++;
        }

        phrase = Clean(_text[start.._at]);
        _at = Math.Min(_at + 1, _text.Length);
        return true;
    }

    /// <summary>Takes a filter's name and its colon.</summary>
    public bool TryFilterName(out string name)
    {
        name = "";
        var length = 0;
        while (_at + length < _text.Length && char.IsAsciiLetter(_text[_at + length]))
        {
            length++;
        }

        // A colon with nothing behind it belongs to a sentence.
        if (_at + length + 1 >= _text.Length || _text[_at + length] != ':' || char.IsWhiteSpace(_text[_at + length + 1]))
        {
            return false;
        }

        var candidate = _text.Slice(_at, length).ToString().ToLowerInvariant();
        if (Array.IndexOf(FilterNames.All, candidate) < 0)
        {
            return false;
        }

        name = candidate;
        return TryTake(length + 1);
    }

    /// <summary>Takes the name and the colon before the number of a picture.</summary>
    public bool TryLike() =>
        TryTake(_text[_at..] is ['l' or 'L', 'i' or 'I', 'k' or 'K', 'e' or 'E', ':', >= '0' and <= '9', ..] ? "like:".Length : 0);

    /// <summary>Takes a number and its colon, where words follow: a weight. "16:9" and "7:30" are none.</summary>
    public bool TryWeight(out double weight)
    {
        weight = 1;
        var length = 0;
        while (_at + length < _text.Length && (char.IsAsciiDigit(_text[_at + length]) || _text[_at + length] == '.'))
        {
            length++;
        }

        if (length == 0 || _at + length + 1 >= _text.Length || _text[_at + length] != ':' || !char.IsLetter(_text[_at + length + 1])
            || !double.TryParse(_text.Slice(_at, length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight))
        {
            weight = 1;
            return false;
        }

        return TryTake(length + 1);
    }

    /// <summary>Takes the values after a filter's colon: words or phrases, commas between them.</summary>
    public List<string> Values()
    {
        List<string> values = [];
        while (true)
        {
            values.Add(TryQuoted(out var phrase) ? phrase : Take(static c => char.IsWhiteSpace(c) || c == ',' || IsQuote(c)));
            if (AtEnd || _text[_at] != ',')
            {
                return values;
            }

            _at++;
        }
    }

    /// <summary>Takes what is left up to the next space or quote.</summary>
    public string Word() => Take(static c => char.IsWhiteSpace(c) || IsQuote(c));

    private string Take(Func<char, bool> ends)
    {
        var start = _at;
        while (!AtEnd && !ends(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at].ToString();
    }

    private bool TryTake(int length)
    {
        _at += length;
        return length > 0;
    }

    private static bool IsQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e' or '\u00ab' or '\u00bb';

    private static string Clean(ReadOnlySpan<char> text) => string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
