using System.Globalization;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Photoshop;
using MetadataExtractor.IO;
using Microsoft.Extensions.Logging;
using Directory = MetadataExtractor.Directory;

namespace Photoseek.Indexing.Metadata;

/// <summary>Reads what a picture's file, and the sidecars beside it, say of it. A broken block is as good as none: it never fails the picture.</summary>
internal sealed class MetadataReader(TimeProvider time, ILogger<IndexingWorker> log)
{
    /// <param name="file">JPEG, PNG or WebP.</param>
    /// <param name="sidecars">XMP packets that count more than what is in the file, the first most.</param>
    public PictureMetadata Read(ReadOnlyMemory<byte> file, params IReadOnlyList<byte[]> sidecars)
    {
        var blocks = Try(() => MetadataBlocks.Find(file)) ?? new MetadataBlocks();
        List<Directory> found =
        [
            .. Try(() => new ExifReader().ReadJpegSegments(blocks.Jpeg)) ?? [],
            .. Try(() => blocks.Exif is { } exif ? new ExifReader().Extract(new ByteArrayReader(exif)) : null) ?? [],
            .. Try(() => new PhotoshopReader().ReadJpegSegments(blocks.Jpeg)) ?? [],
            .. Try(() => new IptcReader().ReadJpegSegments(blocks.Jpeg)) ?? [],
        ];
        var beside = new Packets(this, [.. sidecars.Select(packet => Try(() => XmpPacket.Parse(packet))).OfType<XmpPacket>()]);
        var inside = new Packets(this, Try(() => blocks.Xmp is { } packet ? XmpPacket.Parse(packet) : null) is { } xmp ? [xmp] : []);
        return Try(() => Merge(beside, new Tags(found), inside)) ?? PictureMetadata.Nothing;
    }

    private PictureMetadata Merge(Packets beside, Tags tags, Packets inside)
    {
        var place = beside.Value(XmpFields.Place) ?? (Try(() => tags.Place()) is { } found ? (found.Latitude, found.Longitude) : inside.Value(XmpFields.Place));
        double? Number(Func<XmpPacket, double?> field, int tag) => beside.Value(field) ?? tags.Number(tag) ?? inside.Value(field);
        string? Text(Func<XmpPacket, string?> field, int tag) => beside.Say(field) ?? tags.Exif(tag) ?? inside.Say(field);
        return new PictureMetadata
        {
            Taken = Taken(beside, tags, inside),
            CameraMake = PlainText.Line(Text(XmpFields.Make, ExifDirectoryBase.TagMake), 100),
            CameraModel = PlainText.Line(Text(XmpFields.Model, ExifDirectoryBase.TagModel), 100),
            Lens = PlainText.Line(Text(XmpFields.Lens, ExifDirectoryBase.TagLensModel), 200),
            Iso = Number(XmpFields.Iso, ExifDirectoryBase.TagIsoEquivalent) is { } iso and >= 1 and <= 10_000_000 ? (int)iso : null,
            Exposure = Number(XmpFields.Exposure, ExifDirectoryBase.TagExposureTime) is { } seconds and > 0 and < 1e6 ? seconds : null,
            Aperture = Number(XmpFields.Aperture, ExifDirectoryBase.TagFNumber) is { } stop and > 0 and < 1000 ? stop : null,
            FocalLength = Number(XmpFields.FocalLength, ExifDirectoryBase.TagFocalLength) is { } length and > 0 and < 1e5 ? length : null,
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            Rating = Rating(beside.Say(XmpFields.Rating) ?? inside.Say(XmpFields.Rating) ?? tags.Exif(ExifDirectoryBase.TagRating)),
            Title = PlainText.Line(beside.Say(XmpFields.Title) ?? inside.Say(XmpFields.Title) ?? tags.Iptc(IptcDirectory.TagObjectName) ?? tags.Windows(ExifDirectoryBase.TagWinTitle), IncomingRules.TitleLength),
            Description = PlainText.Lines(
                Described(beside.Say(XmpFields.Description)) ?? Described(tags.Exif(ExifDirectoryBase.TagImageDescription))
                    ?? Described(inside.Say(XmpFields.Description)) ?? Described(tags.Iptc(IptcDirectory.TagCaption)),
                IncomingRules.DescriptionLength),
            Keywords = PlainText.List(beside.Say(XmpFields.Keywords) ?? Keywords(tags, inside), IncomingRules.TagCount, IncomingRules.TagLength),
            Persons = PlainText.List(beside.Say(XmpFields.Persons) ?? inside.Say(XmpFields.Persons) ?? [], 50, 100),
        };
    }

    // When the shutter opened, then when the picture was made into a file, then what satellites said. Not when it was changed last.
    private CameraTime? Taken(Packets beside, Tags tags, Packets inside)
    {
        var now = time.GetUtcNow();
        return Said(beside, XmpFields.TakenOriginally) ?? Said(beside, XmpFields.Created) ?? Said(beside, XmpFields.Digitized)
            ?? CameraTime.Parse(tags.Exif(ExifDirectoryBase.TagDateTimeOriginal), tags.Exif(ExifDirectoryBase.TagSubsecondTimeOriginal), tags.Exif(Tags.OffsetOriginal) ?? tags.Exif(Tags.Offset), now)
            ?? Said(inside, XmpFields.TakenOriginally)
            ?? CameraTime.Parse(tags.Exif(ExifDirectoryBase.TagDateTimeDigitized), tags.Exif(ExifDirectoryBase.TagSubsecondTimeDigitized), tags.Exif(Tags.OffsetDigitized) ?? tags.Exif(Tags.Offset), now)
            ?? Said(inside, XmpFields.Created) ?? Said(inside, XmpFields.Digitized)
            ?? Try(() => tags.IptcCreated()) switch { { } created => CameraTime.Parse(created, null, null, now), null => null }
            ?? Try(() => tags.SatelliteTime()) switch { { } utc => CameraTime.Parse(utc, null, "Z", now), null => null };

        CameraTime? Said(Packets packets, Func<XmpPacket, string?> field) => CameraTime.Parse(packets.Say(field), null, null, now);
    }

    private static IEnumerable<string?> Keywords(Tags tags, Packets inside) =>
    [
        .. inside.Say(XmpFields.Keywords) ?? [],
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

    /// <summary>Packets, of which the first that says something is believed.</summary>
    private sealed class Packets(MetadataReader reader, IReadOnlyList<XmpPacket> packets)
    {
        public T? Say<T>(Func<XmpPacket, T?> field)
            where T : class => packets.Select(packet => reader.Try(() => field(packet))).FirstOrDefault(static said => said is not null);

        public T? Value<T>(Func<XmpPacket, T?> field)
            where T : struct => Say(packet => (object?)field(packet)) as T?;
    }
}
