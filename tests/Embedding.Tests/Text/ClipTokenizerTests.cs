using System.Text.Json;
using Photoseek.Embedding.Text;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Text;

public sealed class ClipTokenizerTests(ITestOutputHelper output)
{
    private static readonly Lazy<ClipTokenizer> Clip =
        new(() => (ClipTokenizer)TokenizerFile.Load(Shared.Path("golden", "clip-tokenizer")));

    // The same format with a small vocabulary; every clone has it.
    private static readonly Lazy<ClipTokenizer> Demo =
        new(() => (ClipTokenizer)TokenizerFile.Load(Repository.Path("models", "demo-world")));

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
            int[] cut = ids.Length <= 77 ? ids : [.. ids[..76], 49407];
            Assert.Equal(cut, Clip.Value.Encode(text, 77));
        }
    }

    [Theory]
    [InlineData("<|startoftext|>")]
    [InlineData("a <|endoftext|> b")]
    [InlineData("<|EndOfText|>")]
    public void A_text_that_spells_a_special_token_does_not_get_it(string text)
    {
        var start = Demo.Value.Encode("", 32)[0];

        var ids = Demo.Value.Encode(text, 32);

        Assert.Equal([start, start + 1], [ids[0], ids[^1]]);
        Assert.True(ids.Length > 3);
        Assert.DoesNotContain(ids[1..^1], id => id >= start);
    }

    [Theory]
    [InlineData("red car", " RED \t\u00a0car\n")]
    [InlineData("caf\u00e9", "CAFE\u0301")]
    [InlineData("\u03c9", "\u2126")]
    [InlineData("i\u0307x", "\u0130X")]
    public void Two_ways_to_write_a_text_are_one(string text, string other) =>
        Assert.Equal(Demo.Value.Encode(text, 32), Demo.Value.Encode(other, 32));

    [Fact]
    public void Half_a_surrogate_pair_is_a_replacement_character() =>
        Assert.Equal(Demo.Value.Encode("a \ufffd b", 32), Demo.Value.Encode("a \ud83d b", 32));

    [Theory]
    [InlineData("12", "1 2")]
    [InlineData("car's", "car 's")]
    [InlineData("beach,sea", "beach , sea")]
    [InlineData("2cars", "2 cars")]
    public void Words_end_where_the_kind_of_character_changes(string text, string spaced) =>
        Assert.Equal(Demo.Value.Encode(spaced, 32), Demo.Value.Encode(text, 32));

    [Fact]
    public void One_word_of_a_hundred_thousand_letters_is_cut_like_any_text()
    {
        var random = new Random(1);
        var word = string.Concat(Enumerable.Range(0, 100_000).Select(_ => (char)('a' + random.Next(26))));

        var ids = Demo.Value.Encode(word, 32);

        Assert.Equal(32, ids.Length);
        Assert.Equal(Demo.Value.Encode(word[..400], 32)[..30], ids[..30]);
    }

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
