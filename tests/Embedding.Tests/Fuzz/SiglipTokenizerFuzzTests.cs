using Photoseek.Embedding.Text;
using Photoseek.Testing.Fuzz;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Fuzz;

public sealed class SiglipTokenizerFuzzTests(ITestOutputHelper output)
{
    private const int Context = 64;
    private const int Long = 100_000;
    private const int End = 1;
    private const int Unknown = 2;

    private static readonly (string Piece, float Score)[] Pieces =
    [
        ("<pad>", 0), ("</s>", 0), ("<unk>", 0), ("\u2581", -2), ("\u2581a", -3), ("\u2581red", -6), ("\u2581re", -5), ("d", -5), ("\u2581car", -7), ("s", -4),
        ("c", -6), ("ar", -6), ("ars", -7.5f), ("\u2581hot", -8), ("h", -7), ("ot", -7), ("o", -9), ("t", -9), ("ho", -8.5f), ("\u00e9", -8), ("\ud83d\ude42", -5), ("a", -4.5f), ("r", -6),
        ("e", -5),
    ];

    private readonly UnigramVocabulary _vocabulary = new(Pieces, Unknown);

    [Fact]
    public Task Every_text_becomes_pieces_that_cover_it() =>
        Fuzzing.RunAsync(static random => FuzzText.Next(random, "red", "car", "hot", "ars", " a", "\u00e9", "\ud83d\ude42", " ", "..."), CheckCover, output.WriteLine);

    [Fact]
    public Task No_other_cut_is_likelier() => Fuzzing.RunAsync(
        static random => string.Concat(Enumerable.Range(0, random.Next(1, 11)).Select(_ => "\u2581adrecshot"[random.Next(10)])),
        CheckBest,
        output.WriteLine);

    private void CheckCover(string text)
    {
        var tokenizer = new SiglipTokenizer(_vocabulary);
        var all = tokenizer.Encode(text, Long);
        Assert.Equal(End, all[^1]);
        Assert.True(IsCovered(SiglipTokenizer.Canonical(text), all[..^1]), string.Join(' ', all));
        Assert.DoesNotContain(all.Zip(all.Skip(1)), static pair => pair is (Unknown, Unknown));

        Assert.Equal(all, tokenizer.Encode(text, Long));
        Assert.Equal(all, tokenizer.Encode($"\t {text} \n", Long));
        var cut = tokenizer.Encode(text, Context);
        Assert.InRange(cut.Length, 1, Context);
        Assert.Equal(End, cut[^1]);
    }

    // Where in the text one may be after each piece; an unknown stands for one character or more.
    private static bool IsCovered(string text, int[] ids)
    {
        bool[] at = [true, .. new bool[text.Length]];
        foreach (var id in ids)
        {
            var piece = id == Unknown ? null : Pieces[id].Piece;
            var next = new bool[text.Length + 1];
            for (var place = 1; place <= text.Length; place++)
            {
                next[place] = piece is null
                    ? at[place - 1] || next[place - 1]
                    : place >= piece.Length && at[place - piece.Length] && string.CompareOrdinal(text, place - piece.Length, piece, 0, piece.Length) == 0;
            }

            at = next;
        }

        return at[text.Length];
    }

    private void CheckBest(string text)
    {
        var found = _vocabulary.Cut(text).Sum(static id => (double)Pieces[id].Score);
        Assert.Equal(Best(text), found, 0.001);
    }

    // All cuts there are. Each of the letters is a piece, so none is unknown.
    private static double Best(string text) => text.Length == 0
        ? 0
        : Pieces.Where(piece => text.StartsWith(piece.Piece, StringComparison.Ordinal)).Max(piece => piece.Score + Best(text[piece.Piece.Length..]));
}
