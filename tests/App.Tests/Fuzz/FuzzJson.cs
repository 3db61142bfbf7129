using System.Text;
using System.Text.Json;
using Photoseek.Testing.Fuzz;

namespace Photoseek.App.Tests.Fuzz;

/// <summary>JSON of any shape, with the names of the right one.</summary>
internal static class FuzzJson
{
    private const string Half = "\"\\ud800\"";
    private const int Deepest = 6;

    public static string Next(Random random, string[] names) => Next(random, names, 0);

    /// <summary>Without halves of surrogate pairs, which do not survive the way to the server.</summary>
    public static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Next(Random random, string[] names, int depth) => random.Next(depth > Deepest ? 5 : 9) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.Next(3) switch { 0 => "1e999", 1 => "7", _ => "-1.5e3" },
        3 => Half,
        4 => JsonSerializer.Serialize(Whole(FuzzText.Next(random, "{}", "[", "%zz", "%", "newest", "boat"))),
        5 or 6 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Next(random, names, depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"{Name(random, names)}:{Next(random, names, depth + 1)}"))}}}",
    };

    private static string Name(Random random, string[] names) =>
        random.Next(8) == 0 ? Half : JsonSerializer.Serialize(random.Next(12) == 0 ? "" : names[random.Next(names.Length)]);
}
