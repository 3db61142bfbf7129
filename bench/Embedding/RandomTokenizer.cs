using System.Text.Json;
using System.Text.Json.Nodes;

namespace Photoseek.Bench.Embedding;

/// <summary>
/// A tokenizer of CLIP's size: the demo model's words and merges, the words of the bench's queries, which CLIP's has whole too (eight ids
/// for most of the queries, with it and with this one), and made-up ones up to the full number.
/// </summary>
internal static class RandomTokenizer
{
    private const string Start = "<|startoftext|>";
    private const string End = "<|endoftext|>";
    private const string WordEnd = "</w>";

    /// <summary>Writes a tokenizer.json whose start and end tokens have the last two ids, as CLIP's have.</summary>
    /// <param name="demoTokenizer">The demo model's.</param>
    /// <param name="whole">Words that it has whole.</param>
    /// <param name="file">What to write.</param>
    public static void Write(string demoTokenizer, IEnumerable<string> whole, string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(demoTokenizer))!;
        var words = root["model"]!["vocab"]!.AsObject().Where(static w => w.Key is not (Start or End)).OrderBy(static w => (int)w.Value!).Select(static w => w.Key).ToList();
        var known = words.ToHashSet(StringComparer.Ordinal);
        var merges = root["model"]!["merges"]!.AsArray();

        void Merge(string left, string right)
        {
            if (known.Add(left + right))
            {
                words.Add(left + right);
            }

            merges.Add(merges[0] is JsonArray ? new JsonArray(left, right) : JsonValue.Create($"{left} {right}"));
        }

        var ranks = new Dictionary<(string Left, string Right), int>();
        foreach (var merge in merges)
        {
            var pair = merge is JsonArray both ? both.Select(static part => (string)part!).ToArray() : ((string)merge!).Split(' ');
            ranks.TryAdd((pair[0], pair[1]), ranks.Count);
        }

        foreach (var word in whole)
        {
            for (var left = Parts(word, ranks); left.Count > 1; left = Parts(word, ranks))
            {
                ranks.Add((left[0], left[1]), ranks.Count);
                Merge(left[0], left[1]);
            }
        }

        // Any two parts of a word may be merged; those learnt from texts keep their rank before these.
        var parts = words.Where(static w => !w.EndsWith(WordEnd, StringComparison.Ordinal)).ToArray();
        var pairs = from left in parts from right in parts where left.Length > 1 && right.Length > 1 select (left, right);
        foreach (var (left, right) in pairs.TakeWhile(_ => words.Count < Shapes.Vocabulary - 2))
        {
            if (!known.Contains(left + right))
            {
                Merge(left, right);
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

    /// <summary>What merging leaves of a word: the pair that was learnt first goes first.</summary>
    private static List<string> Parts(string word, Dictionary<(string Left, string Right), int> ranks)
    {
        List<string> parts = [.. word[..^1].Select(static letter => $"{letter}"), word[^1] + WordEnd];
        while (true)
        {
            var (rank, at) = Enumerable.Range(0, parts.Count - 1).Select(i => (Rank: ranks.GetValueOrDefault((parts[i], parts[i + 1]), int.MaxValue), i)).DefaultIfEmpty((int.MaxValue, 0)).Min();
            if (rank == int.MaxValue)
            {
                return parts;
            }

            parts[at] += parts[at + 1];
            parts.RemoveAt(at + 1);
        }
    }
}
