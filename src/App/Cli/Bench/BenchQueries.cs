namespace Photoseek.App.Cli.Bench;

/// <summary>What people look for: fifteen queries that every run begins with, and as many more as are wanted, none twice.</summary>
internal static class BenchQueries
{
    private static readonly string[] _first =
    [
        "a dog playing in the park", "sunset over the ocean", "people on a beach in summer", "christmas tree with presents", "a red car on a country road",
        "snow on the mountains", "city skyline at night", "a child blowing out birthday candles", "cat asleep on a window sill", "bride and groom dancing",
        "food on a wooden table", "a boat in a small harbour", "autumn leaves in the forest", "someone riding a bicycle", "a handwritten note",
    ];

    private static readonly string[] _subjects =
    [
        "two friends", "an old man", "a girl with an umbrella", "three horses", "a yellow bus", "a flock of birds", "a street musician", "a football team", "a white cat",
        "a group of hikers", "a wooden bridge", "a lighthouse", "children", "a market stall", "a black dog", "a steam train", "a climber", "a small tent", "a violin player", "a fire",
    ];

    private static readonly string[] _places =
    [
        "in the rain", "at sunrise", "near a lake", "in front of a church", "on a crowded street", "under a tree", "in a green field", "by the sea", "in the snow", "at a party",
        "in the kitchen", "on a rooftop", "in black and white", "seen from above", "in the fog", "with blue sky", "late at night", "in spring", "on a hill", "behind a fence",
    ];

    /// <summary>The words of all queries, each once.</summary>
    public static IReadOnlyList<string> Words() => [.. _first.Concat(_subjects).Concat(_places).SelectMany(static text => text.Split(' ')).Distinct(StringComparer.Ordinal)];

    /// <summary>The query of a number, 0 or more.</summary>
    public static string Of(int number)
    {
        if (number < _first.Length)
        {
            return _first[number];
        }

        var more = number - _first.Length;
        var pair = $"{_subjects[more % _subjects.Length]} {_places[more / _subjects.Length % _places.Length]}";
        var round = more / (_subjects.Length * _places.Length);
        return round == 0 ? pair : $"{pair}, {round + 1}";
    }
}
