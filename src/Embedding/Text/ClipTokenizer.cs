using System.Text;

namespace Photoseek.Embedding.Text;

/// <summary>The byte-level byte-pair encoding that OpenAI's CLIP, OpenCLIP's LAION and DataComp models share.</summary>
/// <remarks>Thread-safe: nothing is written after it is made.</remarks>
internal sealed class ClipTokenizer : ITokenizer
{
    private readonly BytePairVocabulary _vocabulary;
    private readonly BytePairMerger _merger;

    public ClipTokenizer(BytePairVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _merger = new BytePairMerger(vocabulary.Merges);
    }

    /// <inheritdoc/>
    public int PadId => 0;

    /// <inheritdoc/>
    public bool PadAlways => false;

    /// <inheritdoc/>
    /// <remarks>A text that spells a special token gets the pieces of the spelling, not the token.</remarks>
    public int[] Encode(string text, int context)
    {
        List<int> ids = [_vocabulary.Start];
        AddWords(ids, ClipWords.Normalize(text), context - 1);
        ids.Add(_vocabulary.End);
        return [.. ids];
    }

    /// <summary>
    /// As <see cref="Encode"/>, but uncut and with special tokens where the text spells them: what the reference
    /// implementation of the file's format does by default, so that the two can be compared.
    /// </summary>
    internal int[] EncodeAsReference(string text)
    {
        const string start = "<|startoftext|>", end = "<|endoftext|>";
        List<int> ids = [_vocabulary.Start];
        var normal = ClipWords.Normalize(text);
        foreach (var part in normal.Replace(start, "\0s\0", StringComparison.Ordinal).Replace(end, "\0e\0", StringComparison.Ordinal).Split('\0'))
        {
            switch (part)
            {
                case "s":
                    ids.Add(_vocabulary.Start);
                    break;
                case "e":
                    ids.Add(_vocabulary.End);
                    break;
                default:
                    AddWords(ids, part, int.MaxValue);
                    break;
            }
        }

        ids.Add(_vocabulary.End);
        return [.. ids];
    }

    private void AddWords(List<int> ids, ReadOnlySpan<char> text, int most)
    {
        var at = ClipWords.SkipSpace(text, 0);
        while (at < text.Length && ids.Count < most)
        {
            var end = ClipWords.End(text, at);
            var symbols = _vocabulary.Symbols(Encoding.UTF8.GetBytes(text[at..end].ToArray()));
            var count = _merger.Merge(symbols);
            ids.AddRange(symbols.AsSpan(0, Math.Min(count, most - ids.Count)));
            at = ClipWords.SkipSpace(text, end);
        }
    }
}
