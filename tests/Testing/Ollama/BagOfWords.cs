using System.Text.RegularExpressions;

namespace Photoseek.Testing.Ollama;

/// <summary>
/// Text vectors that mean something: each word has a direction of its own, words of like meaning nearly the same one, and a
/// text is the sum of its words. Two models' directions have nothing to do with each other.
/// </summary>
public static partial class BagOfWords
{
    // What a word shares with those that mean the same.
    private const double Kinship = 0.9;

    private static readonly string[][] Groups =
    [
        ["automobile", "car", "vehicle", "auto"],
        ["beach", "seaside", "shore", "coast"],
        ["boat", "ship", "vessel", "sailboat"],
        ["dog", "puppy", "hound"],
        ["cat", "kitten", "kitty"],
        ["christmas", "xmas", "noel", "yuletide"],
        ["sunset", "dusk", "nightfall"],
        ["house", "home", "cottage"],
        ["child", "kid", "toddler"],
        ["mountain", "peak", "summit"],
        ["photograph", "photo", "picture"],
    ];

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "on", "in", "at", "of", "and", "or", "with", "to", "is", "it", "this", "search_document", "search_query",
    };

    /// <summary>A vector of length 1; of no direction of its own where the text has no word.</summary>
    public static float[] Embed(string text, FakeModel model)
    {
        var sum = new double[model.Dimension];
        foreach (var word in Words(text))
        {
            Add(sum, word, model, Math.Sqrt(1 - (Kinship * Kinship)));
            Add(sum, Array.Find(Groups, g => g.Contains(word)) is [var first, ..] ? first + "*" : word, model, Kinship);
        }

        if (Array.TrueForAll(sum, static x => x == 0))
        {
            Add(sum, "", model, 1);
        }

        var length = Math.Sqrt(sum.Sum(static x => x * x));
        return [.. sum.Select(x => (float)(x / length))];
    }

    private static IEnumerable<string> Words(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(static m => m.Value).Where(static w => !Fillers.Contains(w)).Select(static w => w.Length > 3 && !Array.Exists(Groups, g => g.Contains(w)) ? w.TrimEnd('s') : w);

    private static void Add(double[] sum, string word, FakeModel model, double weight)
    {
        // FNV-1a, then xorshift: the same on every machine.
        var state = 14695981039346656037UL;
        foreach (var c in model.Digest + word)
        {
            state = (state ^ c) * 1099511628211UL;
        }

        for (var i = 0; i < sum.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            sum[i] += weight * ((state >> 11) * (1.0 / (1UL << 53)) - 0.5);
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}_]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
