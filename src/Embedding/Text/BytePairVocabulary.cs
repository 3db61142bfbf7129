namespace Photoseek.Embedding.Text;

/// <summary>A byte-level vocabulary: the id of each byte, inside a word and at its end, and the merges.</summary>
internal sealed class BytePairVocabulary
{
    private const string WordEnd = "</w>";
    private const string StartToken = "<|startoftext|>";
    private const string EndToken = "<|endoftext|>";

    private readonly int[] _byteIds = new int[256];
    private readonly int[] _lastByteIds = new int[256];

    /// <summary>Checks and indexes a vocabulary.</summary>
    /// <param name="ids">The id of each token.</param>
    /// <param name="merges">Pairs of tokens, the earliest learnt first.</param>
    /// <exception cref="InvalidDataException">A byte, a merge's part or its result has no id.</exception>
    public BytePairVocabulary(Dictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> merges)
    {
        int IdOf(string token) => ids.TryGetValue(token, out var id)
            ? id
            : throw new InvalidDataException($"The tokenizer's vocabulary lacks the token '{token}'.");

        Start = IdOf(StartToken);
        End = IdOf(EndToken);
        var letters = ByteLetters();
        for (var i = 0; i < 256; i++)
        {
            _byteIds[i] = IdOf(letters[i].ToString());
            _lastByteIds[i] = IdOf(letters[i] + WordEnd);
        }

        Merges = new(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            Merges.TryAdd((IdOf(left), IdOf(right)), (rank, IdOf(left + right)));
        }
    }

    /// <summary>The id before every text.</summary>
    public int Start { get; }

    /// <summary>The id after every text.</summary>
    public int End { get; }

    /// <summary>Pair of ids, to the merge's rank and the id of what it makes.</summary>
    public Dictionary<(int Left, int Right), (int Rank, int Id)> Merges { get; }

    /// <summary>The ids of a word's bytes, the last marked as the word's end.</summary>
    public int[] Symbols(ReadOnlySpan<byte> word)
    {
        var symbols = new int[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            symbols[i] = i == word.Length - 1 ? _lastByteIds[word[i]] : _byteIds[word[i]];
        }

        return symbols;
    }

    // The format writes each byte as a printable letter: itself where it is one, otherwise the next from U+0100 on.
    private static char[] ByteLetters()
    {
        var letters = new char[256];
        var next = 256;
        for (var i = 0; i < 256; i++)
        {
            letters[i] = i is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF ? (char)i : (char)next++;
        }

        return letters;
    }
}
