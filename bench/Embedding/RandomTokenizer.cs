using System.Text.Json;
using System.Text.Json.Nodes;

namespace Photoseek.Bench.Embedding;

/// <summary>A tokenizer of CLIP's size: the demo model's words and merges, and made-up ones up to the full number.</summary>
internal static class RandomTokenizer
{
    private const string Start = "<|startoftext|>";
    private const string End = "<|endoftext|>";
    private const string WordEnd = "</w>";

    /// <summary>Writes a tokenizer.json whose start and end tokens have the last two ids, as CLIP's have.</summary>
    public static void Write(string demoTokenizer, string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(demoTokenizer))!;
        var words = root["model"]!["vocab"]!.AsObject().Where(static w => w.Key is not (Start or End)).OrderBy(static w => (int)w.Value!).Select(static w => w.Key).ToList();
        var known = words.ToHashSet(StringComparer.Ordinal);
        var merges = root["model"]!["merges"]!.AsArray();

        // Any two parts of a word may be merged; those learnt from texts keep their rank before these.
        var parts = words.Where(static w => !w.EndsWith(WordEnd, StringComparison.Ordinal)).ToArray();
        var pairs = from left in parts from right in parts where left.Length > 1 && right.Length > 1 select (left, right);
        foreach (var (left, right) in pairs.TakeWhile(_ => words.Count < Shapes.Vocabulary - 2))
        {
            if (known.Add(left + right))
            {
                words.Add(left + right);
                merges.Add(merges[0] is JsonArray ? new JsonArray(left, right) : JsonValue.Create($"{left} {right}"));
            }
        }

        var vocabulary = new JsonObject();
        foreach (var word in words.Append(Start).Append(End))
        {
            vocabulary[word] = vocabulary.Count;
        }

        root["model"]!["vocab"] = vocabulary;
        foreach (var token in root["added_tokens"]!.AsArray())
        {
            token!["id"] = (int)vocabulary[(string)token["content"]!]!;
        }

        // The way in which transformers' readers frame a text names the two ids as well.
        root["post_processor"] = JsonSerializer.SerializeToNode(new
        {
            type = "RobertaProcessing",
            sep = new object[] { End, Shapes.Vocabulary - 1 },
            cls = new object[] { Start, Shapes.Vocabulary - 2 },
            trim_offsets = false,
            add_prefix_space = false,
        });
        File.WriteAllText(file, root.ToJsonString());
    }
}
