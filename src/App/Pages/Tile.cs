using System.Globalization;
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Pages;

/// <summary>One picture of a grid.</summary>
/// <param name="Id">The image.</param>
/// <param name="Sha256">Of its content.</param>
/// <param name="Name">Its title, or else its file's name.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Score">Cosine similarity to what was looked for; null where nothing was.</param>
/// <param name="FoundBy">By what it was found; null where nothing was looked for.</param>
/// <param name="State">Said where it is not <c>indexed</c>.</param>
public sealed record Tile(long Id, string Sha256, string Name, int Width, int Height, double? Score, string? FoundBy, string? State)
{
    /// <summary>Others that are nearly the same and not shown.</summary>
    public int Alike { get; init; }

    // A grid row cannot hold a stripe: taller and wider pictures are cropped by it to these, and shown whole on their own page.
    private const double Narrowest = 0.6;
    private const double Widest = 2.6;

    /// <summary>Width over height, as the grid shows it.</summary>
    public string Ratio => Shape.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Pixels of the small thumbnail, cropped as the grid crops it.</summary>
    public int ShownWidth => (int)Math.Round(ShownHeight * Shape);

    /// <summary>Pixels.</summary>
    public int ShownHeight => 240;

    /// <summary>"4000x3000": the whole picture's.</summary>
    public string Sides => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    /// <summary>Its colour from afar, "#8a7f70"; null where that is not known.</summary>
    public string? Tint { get; init; }

    /// <summary>"0.31 · what it shows + its words"; null where nothing was looked for.</summary>
    public string? Legs { get; init; }

    /// <summary>"0.31".</summary>
    public string? ScoreText => Score?.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Percent of the score's bar.</summary>
    public string ScoreBar => Math.Clamp((Score ?? 0) * 100, 0, 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    public static Tile Of(SearchHit hit) => new(hit.Id, hit.Sha256, NameOf(hit.Title, hit.FileName), hit.Width, hit.Height, hit.Score, Wording.FoundBy(hit), null)
    {
        Alike = hit.Alike,
        Legs = Wording.Legs(hit),
        Tint = Wording.Colour(hit.Tint),
    };

    public static Tile Of(PictureDetails picture) => new(
        picture.Id,
        picture.Sha256,
        NameOf(picture.Title, picture.FileName),
        picture.Width,
        picture.Height,
        null,
        null,
        picture.State == "indexed" ? null : picture.State)
    {
        Tint = Wording.Colour(picture.Tint),
    };

    private double Shape => Math.Clamp((double)Width / Height, Narrowest, Widest);

    private static string NameOf(string? title, string fileName) => string.IsNullOrWhiteSpace(title) ? fileName : title;
}
