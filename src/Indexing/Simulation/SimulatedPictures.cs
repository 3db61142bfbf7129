using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Photoseek.Indexing.Simulation;

/// <summary>Names, dates, cameras and tags that read well, decided by a picture's number and its cluster.</summary>
internal static class SimulatedPictures
{
    private static readonly (string Category, string[] Subjects, string[] Tags)[] _categories =
    [
        ("People", ["Portrait", "Family at the table", "Children playing", "Friends laughing", "Grandparents"], ["family", "portrait", "smile", "friends"]),
        ("Beach", ["Sunset over the sea", "Waves", "Sandcastle", "Surfers", "Lighthouse"], ["sea", "sand", "summer", "sunset"]),
        ("Mountains", ["Summit", "Hikers on a ridge", "Alpine lake", "Glacier", "Hut in the snow"], ["hiking", "snow", "rock", "view"]),
        ("City", ["Old town", "Street at night", "Skyline", "Market square", "Tram"], ["street", "night", "building", "lights"]),
        ("Christmas", ["Christmas tree", "Presents", "Christmas market", "Candles", "Cookies"], ["christmas", "winter", "tree", "candle"]),
        ("Food", ["Breakfast", "Birthday cake", "Pizza", "Market stall", "Coffee"], ["food", "table", "cake", "fruit"]),
        ("Animals", ["Dog in the park", "Cat on the window sill", "Horses", "Birds", "Deer at dawn"], ["dog", "cat", "animal", "bird"]),
        ("Flowers", ["Tulips", "Roses", "Meadow", "Cherry blossom", "Sunflower"], ["flower", "garden", "spring", "macro"]),
        ("Cars", ["Red convertible", "Old automobile", "Race", "Camper van", "Motorcycles"], ["car", "road", "red", "vintage"]),
        ("Sports", ["Football match", "Cyclists", "Skiers", "Marathon", "Climbing wall"], ["sport", "ball", "team", "race"]),
        ("Weddings", ["Bride and groom", "Wedding dance", "Rings", "Wedding party", "Bouquet"], ["wedding", "dance", "dress", "party"]),
        ("Music", ["Concert", "Guitar player", "Choir", "Piano", "Street musicians"], ["concert", "stage", "guitar", "lights"]),
        ("Forest", ["Path through the forest", "Autumn leaves", "Waterfall", "Mushrooms", "Fog between trees"], ["tree", "autumn", "path", "green"]),
        ("Work", ["Meeting", "Workshop", "Construction site", "Whiteboard", "Harvest"], ["work", "office", "machine", "team"]),
        ("Documents", ["Receipt", "Map", "Handwritten note", "Book page", "Sign"], ["text", "paper", "sign", "scan"]),
        ("Travel", ["Train window", "Airport", "Temple", "Desert road", "Harbour"], ["travel", "train", "boat", "ruin"]),
    ];

    private static readonly string?[] _projects = [null, "Family album", "Holidays", "Garden diary", "Club archive", "House building", "School years", "Commissioned work"];

    private static readonly SimulatedCamera[] _cameras =
    [
        new("Larkspur", "L7", 4032, 3024, "IMG_"), new("Larkspur", "L9 Pro", 4000, 3000, "IMG_"), new("Tessar & Sons", "Compact 12", 4000, 3000, "DSC"),
        new("Hollandia", "D400", 6000, 4000, "_DSC"), new("Hollandia", "D90", 4288, 2848, "_DSC"), new("Meridian", "M1", 5184, 3888, "P"), new("Kestrel", "Aero 2", 5472, 3648, "DJI_"),
    ];

    private static readonly SimulatedPlace[] _places =
    [
        new("Lisbon", 38.72, -9.14), new("Hamburg", 53.55, 9.99), new("Vienna", 48.21, 16.37), new("Bergen", 60.39, 5.32), new("Kyoto", 35.01, 135.77), new("Naples", 40.85, 14.27),
        new("Edinburgh", 55.95, -3.19), new("Marrakesh", 31.63, -8.0), new("Vancouver", 49.28, -123.12), new("Cusco", -13.53, -71.97), new("Cape Town", -33.92, 18.42), new("Wellington", -41.29, 174.78),
    ];

    private static readonly DateTime _first = new(2006, 1, 1, 8, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Where the keys of a seed's pictures begin.</summary>
    public static string Folder(int seed) => string.Create(CultureInfo.InvariantCulture, $"seed-{seed}/");

    /// <summary>What is written down of a picture.</summary>
    /// <param name="seed">The library's.</param>
    /// <param name="number">The picture's, 0 or more.</param>
    /// <param name="cluster">Pictures of one cluster are of one category.</param>
    public static SimulatedPicture Of(int seed, long number, int cluster)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Folder(seed)}{number:D9}.jpg");
        var sha256 = SHA256.HashData(Encoding.UTF8.GetBytes("photoseek simulated " + key));
        var stream = new NumberStream(BitConverter.ToUInt64(sha256));
        var (category, subjects, tags) = _categories[cluster % _categories.Length];
        var place = stream.Pick(_places);
        var camera = stream.Pick(_cameras);
        var isUpright = stream.Below(4) == 0;
        var taken = _first.AddMinutes(stream.Even() * 20 * 365 * 24 * 60);
        return new SimulatedPicture
        {
            Sha256 = sha256,
            Key = key,
            FileName = string.Create(CultureInfo.InvariantCulture, $"{camera.Prefix}{number % 10_000:D4}.jpg"),
            ByteSize = 800_000 + stream.Below(9_000_000),
            Width = isUpright ? camera.Height : camera.Width,
            Height = isUpright ? camera.Width : camera.Height,
            Title = string.Create(CultureInfo.InvariantCulture, $"{subjects[cluster / _categories.Length % subjects.Length]}, {place.Name} {taken.Year}"),
            Category = category,
            Project = stream.Pick(_projects),
            Tags = [.. Enumerable.Range(0, 1 + stream.Below(3)).Select(_ => stream.Pick(tags)).Append(place.Name.ToLowerInvariant()).Distinct()],
            TakenAt = taken,
            Camera = camera,
            Iso = 100 << stream.Below(6),
            FocalLength = 24 + stream.Below(177),
            Place = place,
        };
    }
}
