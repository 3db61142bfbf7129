using System.Globalization;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Photoshop;
using MetadataExtractor.IO;
using Microsoft.Extensions.Logging;
using Directory = MetadataExtractor.Directory;

namespace Photoseek.Indexing.Metadata;

/// <summary>Reads what a picture's file says of itself. A broken block is as good as none: it never fails the picture.</summary>
internal sealed class MetadataReader(TimeProvider time, ILogger<IndexingWorker> log)
{
    public PictureMetadata Read(byte[] file)
    {
        var blocks = Try(() => MetadataBlocks.Find(file)) ?? new MetadataBlocks();
        List<Directory> found =
        [
            .. Try(() => new ExifReader().ReadJpegSegments(blocks.Jpeg)) ?? [],
            .. Try(() => blocks.Exif is { } exif ? new ExifReader().Extract(new ByteArrayReader(exif)) : null) ?? [],
            .. Try(() => new PhotoshopReader().ReadJpegSegments(blocks.Jpeg)) ?? [],
            .. Try(() => new IptcReader().ReadJpegSegments(blocks.Jpeg)) ?? [],
        ];
        var xmp = Try(() => blocks.Xmp is { } packet ? XmpPacket.Parse(packet) : null);
        return Try(() => Merge(new Tags(found), xmp)) ?? PictureMetadata.Nothing;
    }

    private PictureMetadata Merge(Tags tags, XmpPacket? xmp)
    {
        var place = Try(() => tags.Place());
        return new PictureMetadata
        {
            Taken = Taken(tags, xmp),
            CameraMake = PlainText.Line(tags.Exif(ExifDirectoryBase.TagMake) ?? Xmp(xmp, x => x.Text(XmpPacket.Tiff, "Make")), 100),
            CameraModel = PlainText.Line(tags.Exif(ExifDirectoryBase.TagModel) ?? Xmp(xmp, x => x.Text(XmpPacket.Tiff, "Model")), 100),
            Lens = PlainText.Line(tags.Exif(ExifDirectoryBase.TagLensModel) ?? Xmp(xmp, x => x.Text(XmpPacket.ExifEx, "LensModel") ?? x.Text(XmpPacket.ExifAux, "Lens")), 200),
            Iso = tags.Number(ExifDirectoryBase.TagIsoEquivalent) is { } iso and >= 1 and <= 10_000_000 ? (int)iso : null,
            Exposure = tags.Number(ExifDirectoryBase.TagExposureTime) is { } seconds and > 0 and < 1e6 ? seconds : null,
            Aperture = tags.Number(ExifDirectoryBase.TagFNumber) is { } stop and > 0 and < 1000 ? stop : null,
            FocalLength = tags.Number(ExifDirectoryBase.TagFocalLength) is { } length and > 0 and < 1e5 ? length : null,
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            Rating = Rating(Xmp(xmp, x => x.Text(XmpPacket.Basic, "Rating")) ?? tags.Exif(ExifDirectoryBase.TagRating)),
            Title = PlainText.Line(Xmp(xmp, x => x.Localized(XmpPacket.Dublin, "title")) ?? tags.Iptc(IptcDirectory.TagObjectName) ?? tags.Windows(ExifDirectoryBase.TagWinTitle), IncomingRules.TitleLength),
            Description = PlainText.Lines(Described(tags.Exif(ExifDirectoryBase.TagImageDescription)) ?? Described(Xmp(xmp, x => x.Localized(XmpPacket.Dublin, "description"))) ?? Described(tags.Iptc(IptcDirectory.TagCaption)), IncomingRules.DescriptionLength),
            Keywords = PlainText.List(Keywords(tags, xmp), IncomingRules.TagCount, IncomingRules.TagLength),
            Persons = PlainText.List([.. Xmp(xmp, x => x.Items(XmpPacket.IptcExtension, "PersonInImage").ToArray()) ?? [], .. Xmp(xmp, x => x.Faces().ToArray()) ?? []], 50, 100),
        };
    }

    // When the shutter opened, then when the picture was made into a file, then what satellites said.
    private CameraTime? Taken(Tags tags, XmpPacket? xmp)
    {
        var now = time.GetUtcNow();
        return CameraTime.Parse(tags.Exif(ExifDirectoryBase.TagDateTimeOriginal), tags.Exif(ExifDirectoryBase.TagSubsecondTimeOriginal), tags.Exif(Tags.OffsetOriginal) ?? tags.Exif(Tags.Offset), now)
            ?? CameraTime.Parse(Xmp(xmp, x => x.Text(XmpPacket.Exif, "DateTimeOriginal")), null, null, now)
            ?? CameraTime.Parse(tags.Exif(ExifDirectoryBase.TagDateTimeDigitized), tags.Exif(ExifDirectoryBase.TagSubsecondTimeDigitized), tags.Exif(Tags.OffsetDigitized) ?? tags.Exif(Tags.Offset), now)
            ?? CameraTime.Parse(Xmp(xmp, x => x.Text(XmpPacket.Photoshop, "DateCreated")), null, null, now)
            ?? CameraTime.Parse(Xmp(xmp, x => x.Text(XmpPacket.Basic, "CreateDate")), null, null, now)
            ?? Try(() => tags.IptcCreated()) switch { { } created => CameraTime.Parse(created, null, null, now), null => null }
            ?? Try(() => tags.SatelliteTime()) switch { { } utc => CameraTime.Parse(utc, null, "Z", now), null => null };
    }

    private IEnumerable<string?> Keywords(Tags tags, XmpPacket? xmp) =>
    [
        .. Xmp(xmp, x => x.Items(XmpPacket.Dublin, "subject").ToArray()) ?? [],
        .. Xmp(xmp, x => x.Items(XmpPacket.Lightroom, "hierarchicalSubject").ToArray())?.SelectMany(static path => path?.Split('|') ?? []) ?? [],
        .. tags.IptcAll(IptcDirectory.TagKeywords),
        .. tags.Windows(ExifDirectoryBase.TagWinKeywords)?.Split(';') ?? [],
    ];

    private static short? Rating(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var stars) && stars is >= 1 and <= 5 ? (short)Math.Round(stars) : null;

    // What some makers write into every file describes nothing.
    private static string? Described(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim() is "SONY DSC" or "Exif_JPEG_PICTURE" or "SAMSUNG" or "KODAK Digital Still Camera"
        || text.Trim().EndsWith("DIGITAL CAMERA", StringComparison.Ordinal)
            ? null
            : text;

    private T? Xmp<T>(XmpPacket? xmp, Func<XmpPacket, T?> read)
        where T : class => xmp is null ? null : Try(() => read(xmp));

    private T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // The blocks come from strangers, and their readers throw whatever they trip over.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.BrokenMetadata(exception);
            return null;
        }
    }
}
