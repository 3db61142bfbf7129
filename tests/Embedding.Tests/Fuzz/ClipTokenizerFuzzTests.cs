using System.Text;
using System.Text.Json;
using Photoseek.Embedding.Text;
using Photoseek.Testing;
using Photoseek.Testing.Fuzz;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Fuzz;

public sealed class ClipTokenizerFuzzTests(ITestOutputHelper output)
{
    private const int Context = 77;
    private const int Long = 100_000;

    private readonly ITokenizer _tokenizer = TokenizerFile.Load(Repository.Path("models", "demo-world"));
    private readonly Dictionary<int, byte[]> _bytes = ReadBytes();

    [Fact]
    public Task Every_text_becomes_ids_that_spell_it_again() => Fuzzing.RunAsync(random => FuzzText.Next(random), Check, output.WriteLine);

    private void Check(string text)
    {
        var all = _tokenizer.Encode(text, Long);
        var start = all[0];
        var end = all[^1];
        Assert.Equal(start + 1, end);
        Assert.DoesNotContain(all[1..^1], id => id < 0 || id >= start);
        Assert.Equal(Spelling(text), Encoding.UTF8.GetString([.. all[1..^1].SelectMany(id => _bytes[id])]));

        Assert.Equal(all, _tokenizer.Encode(text, Long));
        Assert.Equal(all, _tokenizer.Encode($"\t {text} \n", Long));
        int[] cut = all.Length <= Context ? all : [.. all[..(Context - 1)], end];
        Assert.Equal(cut, _tokenizer.Encode(text, Context));
    }

    // What is there besides white space; half of a surrogate pair is a replacement character.
    private static string Spelling(string text)
    {
        var normal = ClipWords.Normalize(text);
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes([.. normal.Where(static c => !char.IsWhiteSpace(c))]));
    }

    // The file's letters stand for bytes; the one whose letters are themselves, and then from U+0100 on.
    private static Dictionary<int, byte[]> ReadBytes()
    {
        var letters = new Dictionary<char, byte>();
        var next = (char)256;
        for (var value = 0; value < 256; value++)
        {
            letters[value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174 ? (char)value : next++] = (byte)value;
        }

        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("models", "demo-world", "tokenizer.json")));
        return file.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject()
            .Where(static token => !token.Name.StartsWith("<|", StringComparison.Ordinal))
            .ToDictionary(static token => token.Value.GetInt32(), token => Word(token.Name).Select(letter => letters[letter]).ToArray());
    }

    private static string Word(string token) => token.EndsWith("</w>", StringComparison.Ordinal) ? token[..^4] : token;
}
