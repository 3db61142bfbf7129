namespace Photoseek.Indexing.Metadata;

/// <summary>What an XMP packet says of each thing that is kept, in the packet's own words; it may throw where the packet is broken.</summary>
internal static class XmpFields
{
    public static string? Make(XmpPacket xmp) => xmp.Text(XmpPacket.Tiff, "Make");

    public static string? Model(XmpPacket xmp) => xmp.Text(XmpPacket.Tiff, "Model");

    public static string? Lens(XmpPacket xmp) => xmp.Text(XmpPacket.ExifEx, "LensModel") ?? xmp.Text(XmpPacket.ExifAux, "Lens");

    public static double? Iso(XmpPacket xmp) =>
        xmp.Number(XmpPacket.ExifEx, "PhotographicSensitivity") ?? xmp.Number(XmpPacket.Exif, "ISOSpeedRatings[1]") ?? xmp.Number(XmpPacket.Exif, "ISOSpeedRatings");

    public static double? Exposure(XmpPacket xmp) => xmp.Number(XmpPacket.Exif, "ExposureTime");

    public static double? Aperture(XmpPacket xmp) => xmp.Number(XmpPacket.Exif, "FNumber");

    public static double? FocalLength(XmpPacket xmp) => xmp.Number(XmpPacket.Exif, "FocalLength");

    /// <summary>Degrees north and east; null without both.</summary>
    public static (double Latitude, double Longitude)? Place(XmpPacket xmp) =>
        xmp.Degrees("GPSLatitude") is { } latitude && xmp.Degrees("GPSLongitude") is { } longitude && (latitude != 0 || longitude != 0)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            ? (latitude, longitude)
            : null;

    public static string? Rating(XmpPacket xmp) => xmp.Text(XmpPacket.Basic, "Rating");

    public static string? Title(XmpPacket xmp) => xmp.Localized(XmpPacket.Dublin, "title");

    public static string? Description(XmpPacket xmp) => xmp.Localized(XmpPacket.Dublin, "description");

    /// <summary>Null when the packet has no list of them, which is less than an empty one.</summary>
    public static string?[]? Keywords(XmpPacket xmp) => Lists(
        xmp.Items(XmpPacket.Dublin, "subject"),
        xmp.Items(XmpPacket.Lightroom, "hierarchicalSubject")?.SelectMany(static path => path?.Split('|') ?? []));

    /// <summary>Null when the packet has no list of them, which is less than an empty one.</summary>
    public static string?[]? Persons(XmpPacket xmp) =>
        Lists(xmp.Items(XmpPacket.IptcExtension, "PersonInImage"), xmp.Faces().ToArray() is { Length: > 0 } faces ? faces : null);

    public static string? TakenOriginally(XmpPacket xmp) => xmp.Text(XmpPacket.Exif, "DateTimeOriginal");

    public static string? Created(XmpPacket xmp) => xmp.Text(XmpPacket.Photoshop, "DateCreated");

    public static string? Digitized(XmpPacket xmp) => xmp.Text(XmpPacket.Basic, "CreateDate");

    private static string?[]? Lists(IEnumerable<string?>? first, IEnumerable<string?>? second) =>
        first is null && second is null ? null : [.. first ?? [], .. second ?? []];
}
