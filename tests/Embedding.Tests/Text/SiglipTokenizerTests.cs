using System.Text.Json;
using Photoseek.Embedding.Text;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Text;

public sealed class SiglipTokenizerTests : IDisposable
{
    private const int End = 1;
    private const int Unknown = 2;

    private static readonly (string Piece, double Score)[] Pieces =
    [
        ("<pad>", 0), ("</s>", 0), ("<unk>", 0),
        ("\u2581", -2), ("\u2581a", -3), ("\u2581red", -6), ("\u2581re", -5), ("d", -5), ("\u2581car", -7),
        ("s", -4), ("c", -6), ("ar", -6), ("\u2581hot", -8), ("h", -7), ("ot", -7), ("\u00e9", -8),
    ];

    private readonly TempFolder _folder = new();
    private readonly ITokenizer _tokenizer;

    public SiglipTokenizerTests()
    {
        var vocabulary = Pieces.Select(p => new object[] { p.Piece, p.Score });
        File.WriteAllText(_folder.Path("tokenizer.json"), JsonSerializer.Serialize(new { model = new { type = "Unigram", unk_id = Unknown, vocab = vocabulary } }));
        _tokenizer = TokenizerFile.Load(_folder.FullPath);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a red car", "\u2581a \u2581red \u2581car")] // -6 beats "re" + "d" at -10
    [InlineData("  A\tRED,   cars!  ", "\u2581a \u2581red \u2581car s")]
    [InlineData("redcar", "\u2581red c ar")]
    [InlineData("a hot-car", "\u2581a \u2581hot c ar")] // punctuation goes without a space in its place
    [InlineData("a - car", "\u2581a \u2581car")]
    [InlineData("a's", "\u2581a s")]
    [InlineData("a e\u0301", "\u2581a \u2581 \u00e9")] // composed first
    [InlineData("a \uff52\uff45\uff44", "\u2581a \u2581red")] // full-width letters are letters
    [InlineData("a xyz car", "\u2581a \u2581 <unk> \u2581car")] // one unknown for a run
    [InlineData("a \ud83d\ude42\ud83d\ude42", "\u2581a \u2581 <unk>")]
    [InlineData("", "")]
    [InlineData(" ... ", "")]
    public void Texts_are_cut_into_the_likeliest_pieces(string text, string pieces)
    {
        int[] expected = [.. pieces.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => Array.FindIndex(Pieces, q => q.Piece == p)), End];

        Assert.Equal(expected, _tokenizer.Encode(text, 64));
    }

    [Fact]
    public void The_context_is_always_filled_up_with_the_end_token()
    {
        Assert.True(_tokenizer.PadAlways);
        Assert.Equal(End, _tokenizer.PadId);
    }

    [Fact]
    public void Long_texts_keep_their_end_token()
    {
        var ids = _tokenizer.Encode(string.Concat(Enumerable.Repeat("car ", 100_000)), 64);

        Assert.Equal(64, ids.Length);
        Assert.Equal([8, End], ids[^2..]);
    }

    [Fact]
    public void A_kind_of_tokenizer_that_is_not_known_is_refused_by_name()
    {
        File.WriteAllText(_folder.Path("tokenizer.json"), """{"model":{"type":"WordPiece","vocab":{}}}""");

        var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(_folder.FullPath));

        Assert.Contains("WordPiece", error.Message, StringComparison.Ordinal);
    }
}
