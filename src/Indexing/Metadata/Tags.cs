using System.Globalization;
using System.Text;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using Directory = MetadataExtractor.Directory;

namespace Photoseek.Indexing.Metadata;

/// <summary>Looks tags up across the EXIF and IPTC directories of a file.</summary>
internal sealed class Tags(IReadOnlyList<Directory> directories)
{
    public const int Offset = 0x9010;
    public const int OffsetOriginal = 0x9011;
    public const int OffsetDigitized = 0x9012;

    // The thumbnail's own directory is left out: it describes the thumbnail.
    private readonly Directory[] _exif = [.. directories.Where(static d => d is ExifIfd0Directory or ExifSubIfdDirectory)];
    private readonly IptcDirectory[] _iptc = [.. directories.OfType<IptcDirectory>()];

    public string? Exif(int tag) => First(_exif, tag);

    public string? Iptc(int tag) => First(_iptc, tag);

    public IEnumerable<string> IptcAll(int tag) => _iptc.SelectMany(d => d.GetStringArray(tag) ?? []);

    /// <summary>A finite number, the first where there are several.</summary>
    public double? Number(int tag)
    {
        foreach (var directory in _exif)
        {
            var value = directory.GetObject(tag) is Array { Length: > 0 } several ? several.GetValue(0) : directory.GetObject(tag);

            // Not TryGetDouble, which goes by way of a float.
            double? number = value switch
            {
                Rational { Denominator: not 0 } ratio => (double)ratio.Numerator / ratio.Denominator,
                Rational => null,
                StringValue text => double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null,
                IConvertible plain => plain.ToDouble(null),
                _ => null,
            };
            if (number is { } found && double.IsFinite(found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A text that Windows wrote: UTF-16 in bytes.</summary>
    public string? Windows(int tag) =>
        _exif.Select(d => d.GetByteArray(tag)).FirstOrDefault(static bytes => bytes is { Length: > 1 }) is { } utf16
            ? Encoding.Unicode.GetString(utf16).TrimEnd('\0')
            : null;

    public GeoLocation? Place() =>
        directories.OfType<GpsDirectory>().Select(static d => d.GetGeoLocation()).FirstOrDefault(static place =>
            place is { IsZero: false } && Math.Abs(place.Latitude) <= 90 && Math.Abs(place.Longitude) <= 180);

    /// <summary>UTC.</summary>
    public string? SatelliteTime() =>
        directories.OfType<GpsDirectory>().Select(static d => d.TryGetGpsDate(out var date) ? date.ToString("yyyy-MM-ddTHH:mm:ss") : null).FirstOrDefault(static date => date is not null);

    /// <summary>Date as YYYYMMDD and time as HHMMSS±HHMM, made one.</summary>
    public string? IptcCreated()
    {
        if (Iptc(IptcDirectory.TagDateCreated) is not { Length: 8 } date)
        {
            return null;
        }

        var time = Iptc(IptcDirectory.TagTimeCreated) is { Length: >= 6 } clock ? clock : "000000";
        var zone = time.Length == 11 ? $"{time[6..9]}:{time[9..]}" : "";
        return $"{date[..4]}-{date[4..6]}-{date[6..]}T{time[..2]}:{time[2..4]}:{time[4..6]}{zone}";
    }

    private static string? First(IEnumerable<Directory> among, int tag) =>
        among.Select(d => d.GetString(tag)).FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text?.Trim('\0')));
}
