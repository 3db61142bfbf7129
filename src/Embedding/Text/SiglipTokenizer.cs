using System.Text;

namespace Photoseek.Embedding.Text;

/// <summary>SigLIP's texts: plain lower-case words in SentencePiece unigram pieces, with an end token and no start.</summary>
/// <remarks>Thread-safe. The tower pools at the last place of its context, so the padding is part of the text.</remarks>
internal sealed class SiglipTokenizer(UnigramVocabulary vocabulary) : ITokenizer
{
    private const char Space = '\u2581';

    // More characters than any context holds are not looked at: the cut below would drop them anyway.
    private const int CharactersPerToken = 64;

    private readonly int _end = vocabulary.IdOf("</s>");

    /// <inheritdoc/>
    /// <remarks>SigLIP pads with its end token.</remarks>
    public int PadId => _end;

    /// <inheritdoc/>
    public bool PadAlways => true;

    /// <inheritdoc/>
    public int[] Encode(string text, int context)
    {
        var words = Canonical(text);
        var ids = vocabulary.Cut(words.AsSpan(0, Math.Min(words.Length, context * CharactersPerToken)));
        return [.. ids.Take(context - 1), _end];
    }

    /// <summary>Lower case, without ASCII punctuation, a mark before each word in place of the white space between them.</summary>
    internal static string Canonical(string text)
    {
        var result = new StringBuilder(text.Length + 1);
        var boundary = true;
        foreach (var c in text.ToLowerInvariant())
        {
            if (char.IsWhiteSpace(c))
            {
                boundary = true;
            }
            else if (!char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c)))
            {
                result.Append(boundary ? [Space, c] : [c]);
                boundary = false;
            }
        }

        return Unicode.Nfkc(result.ToString());
    }
}
