using System.Text.Json;

namespace Photoseek.Embedding.Text;

/// <summary>Reads a tokenizer from a bundle: <c>tokenizer.json</c>, or the older pair <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal static class TokenizerFile
{
    /// <summary>The tokenizer of the folder.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is of a kind this app does not know; says which.</exception>
    public static ITokenizer Load(string folder)
    {
        var file = Path.Combine(folder, "tokenizer.json");
        var vocabulary = Path.Combine(folder, "vocab.json");
        var merges = Path.Combine(folder, "merges.txt");
        try
        {
            if (File.Exists(file))
            {
                return FromTokenizerJson(file);
            }

            if (File.Exists(vocabulary) && File.Exists(merges))
            {
                return FromPair(vocabulary, merges);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The tokenizer in {folder} cannot be read: {e.Message}", e);
        }

        throw new InvalidDataException($"{folder} has no tokenizer.json, and no vocab.json with merges.txt.");
    }

    private static ITokenizer FromTokenizerJson(string file)
    {
        using var stream = File.OpenRead(file);
        using var document = JsonDocument.Parse(stream);
        var model = document.RootElement.GetProperty("model");
        var type = model.TryGetProperty("type", out var name) ? name.GetString() : "BPE";
        if (type == "Unigram")
        {
            var pieces = model.GetProperty("vocab").EnumerateArray().Select(p => (p[0].GetString()!, p[1].GetSingle()));
            return new SiglipTokenizer(new UnigramVocabulary([.. pieces], model.GetProperty("unk_id").GetInt32()));
        }

        if (type != "BPE" || (model.TryGetProperty("byte_fallback", out var fallback) && fallback.ValueKind == JsonValueKind.True))
        {
            throw new InvalidDataException($"{file} is a {type} tokenizer{(type == "BPE" ? " with byte fallback" : "")}; this app knows byte-level BPE and Unigram.");
        }

        var merges = model.GetProperty("merges").EnumerateArray().Select(m => m.ValueKind == JsonValueKind.Array
            ? (m[0].GetString()!, m[1].GetString()!)
            : Pair(m.GetString()!));
        var ids = Ids(model.GetProperty("vocab"));
        if (document.RootElement.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (var token in added.EnumerateArray())
            {
                ids[token.GetProperty("content").GetString()!] = token.GetProperty("id").GetInt32();
            }
        }

        return new ClipTokenizer(new BytePairVocabulary(ids, [.. merges]));
    }

    private static ClipTokenizer FromPair(string vocabulary, string merges)
    {
        using var stream = File.OpenRead(vocabulary);
        using var document = JsonDocument.Parse(stream);
        var lines = File.ReadLines(merges).Where(l => l.Length > 0 && !l.StartsWith("#version", StringComparison.Ordinal));
        return new ClipTokenizer(new BytePairVocabulary(Ids(document.RootElement), [.. lines.Select(Pair)]));
    }

    private static Dictionary<string, int> Ids(JsonElement vocabulary) =>
        vocabulary.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32());

    private static (string Left, string Right) Pair(string line) =>
        line.Split(' ') is [var left, var right] ? (left, right) : throw new FormatException($"'{line}' is not a pair of tokens.");
}
