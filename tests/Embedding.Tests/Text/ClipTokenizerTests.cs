using System.Text.Json;
using Photoseek.Embedding.Text;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Text;

public sealed class ClipTokenizerTests(ITestOutputHelper output)
{
    private const int Start = 49406;
    private const int End = 49407;

    private static readonly Lazy<ClipTokenizer> Clip =
        new(() => (ClipTokenizer)TokenizerFile.Load(Shared.Path("golden", "clip-tokenizer")));

    [SharedFact]
    public void Every_reference_text_gets_the_reference_ids()
    {
        var cases = Cases();
        foreach (var (text, ids) in cases)
        {
            Assert.True(ids.SequenceEqual(Clip.Value.EncodeAsReference(text)), $"'{text}': {string.Join(' ', Clip.Value.EncodeAsReference(text))}");
        }

        output.WriteLine($"{cases.Count} texts equal");
        Assert.Equal(272, cases.Count);
    }

    [SharedFact]
    public void The_served_ids_are_the_reference_ids_cut_to_the_context()
    {
        foreach (var (text, ids) in Cases().Where(c => !c.Text.Contains("<|", StringComparison.Ordinal)))
        {
            int[] cut = ids.Length <= 77 ? ids : [.. ids[..76], End];
            Assert.Equal(cut, Clip.Value.Encode(text, 77));
        }
    }

    [SharedTheory]
    [InlineData("<|startoftext|>")]
    [InlineData("a <|endoftext|> b")]
    [InlineData("<|EndOfText|>")]
    public void A_text_that_spells_a_special_token_does_not_get_it(string text)
    {
        var ids = Clip.Value.Encode(text, 77);

        Assert.Equal(Start, ids[0]);
        Assert.Equal(End, ids[^1]);
        Assert.DoesNotContain(ids[1..^1], id => id >= Start);
    }

    [SharedFact]
    public void One_word_of_a_hundred_thousand_letters_is_cut_like_any_text()
    {
        var random = new Random(1);
        var word = string.Concat(Enumerable.Range(0, 100_000).Select(_ => (char)('a' + random.Next(26))));

        var ids = Clip.Value.Encode(word, 77);

        Assert.Equal(77, ids.Length);
        Assert.Equal(Clip.Value.Encode(word[..600], 77)[..70], ids[..70]);
    }

    [SharedFact]
    public void A_lone_half_of_a_surrogate_pair_is_a_replacement_character() =>
        Assert.Equal(Clip.Value.Encode("a \uFFFD", 77), Clip.Value.Encode("a \uD83D", 77));

    [SharedFact]
    public void The_older_pair_of_files_gives_the_same_ids()
    {
        using var folder = new TempFolder();
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "clip-tokenizer", "tokenizer.json")));
        var model = document.RootElement.GetProperty("model");
        File.WriteAllText(folder.Path("vocab.json"), model.GetProperty("vocab").GetRawText());
        File.WriteAllLines(folder.Path("merges.txt"), model.GetProperty("merges").EnumerateArray()
            .Select(m => $"{m[0].GetString()} {m[1].GetString()}").Prepend("#version: 0.2"));

        var pair = (ClipTokenizer)TokenizerFile.Load(folder.FullPath);

        Assert.All(Cases(), c => Assert.Equal(c.Ids, pair.EncodeAsReference(c.Text)));
    }

    private static List<(string Text, int[] Ids)> Cases() =>
        [.. File.ReadLines(Shared.Path("golden", "clip-tokenizer", "cases.jsonl"))
            .Select(l => JsonSerializer.Deserialize<JsonElement>(l))
            .Select(c => (c.GetProperty("text").GetString()!, c.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32()).ToArray()))];
}
