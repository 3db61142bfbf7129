using System.Text.Json.Nodes;

namespace Photoseek.Bench;

/// <summary>What a table is told, and where its results go.</summary>
/// <param name="home">The root of the checkout.</param>
/// <param name="isShort">Small enough for all tables together to take less than five minutes.</param>
/// <param name="isJson">Nothing but one JSON object on standard output.</param>
/// <param name="minutes">How long a table that runs for a time does so; null for its own.</param>
internal sealed class BenchRun(string home, bool isShort, bool isJson, int? minutes)
{
    private readonly JsonObject _values = [];

    /// <summary>The root of the checkout.</summary>
    public string Home { get; } = home;

    /// <summary>The short form is wanted.</summary>
    public bool Short { get; } = isShort;

    /// <summary>How long a table that runs for a time does so; null where nothing was said.</summary>
    public int? Minutes { get; } = minutes;

    /// <summary>A folder that is kept between runs, for what is expensive to make; made when it is not there.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Home, ".build", "bench", name)).FullName;

    /// <summary>Prints a table, unless only the JSON is wanted.</summary>
    public void Print(MarkdownTable table)
    {
        if (!isJson)
        {
            Console.Out.WriteLine(table);
        }
    }

    /// <summary>Prints a paragraph, unless only the JSON is wanted.</summary>
    public void Print(string paragraph)
    {
        if (!isJson)
        {
            Console.Out.WriteLine(paragraph);
            Console.Out.WriteLine();
        }
    }

    /// <summary>Says on standard error what is under way.</summary>
    public static void Note(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>A value of the JSON object.</summary>
    /// <param name="name">In snake_case, with its unit: <c>search_p50_ms</c>.</param>
    /// <param name="value">Rounded to four digits; null for what could not be measured here.</param>
    public void Value(string name, double? value) => _values[name] = value is { } number && double.IsFinite(number) ? Rounded(number) : null;

    /// <summary>A word of the JSON object.</summary>
    public void Value(string name, string text) => _values[name] = text;

    /// <summary>What was measured by now, names in the order in which they came.</summary>
    public JsonObject Values => _values;

    private static double Rounded(double number) =>
        number == 0 ? 0 : Math.Round(number, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 12));
}
