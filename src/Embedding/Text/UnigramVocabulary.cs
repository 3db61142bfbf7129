using System.Text;

namespace Photoseek.Embedding.Text;

/// <summary>A SentencePiece unigram vocabulary: pieces with their log probabilities.</summary>
internal sealed class UnigramVocabulary
{
    // What SentencePiece takes off the worst score for a character that no piece covers.
    private const float UnknownPenalty = 10;

    private readonly Dictionary<string, (int Id, float Score)> _pieces;
    private readonly int _unknownId;
    private readonly float _unknownScore;
    private readonly int _longest;

    public UnigramVocabulary(IReadOnlyList<(string Piece, float Score)> pieces, int unknownId)
    {
        if (unknownId < 0 || unknownId >= pieces.Count)
        {
            throw new InvalidDataException($"The tokenizer's unknown token {unknownId} is not in its vocabulary of {pieces.Count}.");
        }

        _pieces = new(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            _pieces.TryAdd(pieces[i].Piece, (i, pieces[i].Score));
        }

        _unknownId = unknownId;
        _unknownScore = pieces.Min(p => p.Score) - UnknownPenalty;
        _longest = pieces.Max(p => p.Piece.Length);
    }

    /// <summary>The id of a piece.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public int IdOf(string piece) => _pieces.TryGetValue(piece, out var found)
        ? found.Id
        : throw new InvalidDataException($"The tokenizer's vocabulary lacks the token '{piece}'.");

    /// <summary>
    /// The likeliest way to cut a text into pieces (Viterbi); a run of characters that no piece covers is one unknown.
    /// </summary>
    public List<int> Cut(ReadOnlySpan<char> text)
    {
        var lookup = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        var best = new (double Score, int From, int Id)[text.Length + 1];
        Array.Fill(best, (double.NegativeInfinity, 0, _unknownId), 1, text.Length);
        for (var start = 0; start < text.Length; start++)
        {
            var score = best[start].Score;
            if (double.IsNegativeInfinity(score))
            {
                continue; // In the middle of a surrogate pair.
            }

            Rune.DecodeFromUtf16(text[start..], out _, out var character);
            var covered = false;
            for (var length = 1; length <= _longest && start + length <= text.Length; length++)
            {
                if (lookup.TryGetValue(text.Slice(start, length), out var piece))
                {
                    Offer(start + length, score + piece.Score, start, piece.Id);
                    covered |= length == character;
                }
            }

            if (!covered)
            {
                Offer(start + character, score + _unknownScore, start, _unknownId);
            }
        }

        List<int> ids = [];
        for (var end = text.Length; end > 0; end = best[end].From)
        {
            if (best[end].Id != _unknownId || ids.Count == 0 || ids[^1] != _unknownId)
            {
                ids.Add(best[end].Id);
            }
        }

        ids.Reverse();
        return ids;

        void Offer(int end, double score, int from, int id)
        {
            if (score > best[end].Score)
            {
                best[end] = (score, from, id);
            }
        }
    }
}
