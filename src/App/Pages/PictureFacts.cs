using System.Globalization;
using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>What is known of a picture, as its page lists it.</summary>
internal static class PictureFacts
{
    // The app's own store, whose keys are made of hashes and say nothing to a reader.
    private const string Uploads = "uploads";

    /// <summary>What there is, in the order it is read.</summary>
    public static IEnumerable<(string Name, string Value)> Of(PictureDetails picture)
    {
        (string Name, string? Value)[] facts =
        [
            ("Taken", picture.TakenAt is { } taken ? Wording.Moment(taken) : null),
            ("Camera", Wording.Camera(picture)),
            ("Lens", picture.Lens),
            ("Exposure", Wording.Exposure(picture)),
            ("Rating", picture.Rating is > 0 and <= 5 and var stars ? $"{stars} of 5" : null),
            ("Size", Wording.Size(picture)),
            ("File", picture.FileName),
            ("Source", picture.Source == Uploads ? "Uploaded" : $"{picture.Source}: {picture.Key}"),
            ("Project", picture.Project),
            ("Category", picture.Category),
            ("Added", picture.CreatedAt.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ];
        return from fact in facts where !string.IsNullOrWhiteSpace(fact.Value) select (fact.Name, fact.Value);
    }

    /// <summary>"47.3769, 8.5417"; null where it is not known or not to be told.</summary>
    public static string? Place(PictureDetails picture) => picture is { Latitude: { } latitude, Longitude: { } longitude }
        ? string.Create(CultureInfo.InvariantCulture, $"{latitude:0.####}, {longitude:0.####}")
        : null;
}
