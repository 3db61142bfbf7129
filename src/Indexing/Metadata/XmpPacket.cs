using System.Globalization;
using System.Text.RegularExpressions;
using XmpCore;
using XmpCore.Options;

namespace Photoseek.Indexing.Metadata;

/// <summary>Reads the properties that are kept from an XMP packet.</summary>
internal sealed partial class XmpPacket(IXmpMeta meta)
{
    public const string Dublin = "http://purl.org/dc/elements/1.1/";
    public const string Basic = "http://ns.adobe.com/xap/1.0/";
    public const string Exif = "http://ns.adobe.com/exif/1.0/";
    public const string ExifAux = "http://ns.adobe.com/exif/1.0/aux/";
    public const string ExifEx = "http://cipa.jp/exif/1.0/";
    public const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    public const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    public const string Lightroom = "http://ns.adobe.com/lightroom/1.0/";
    public const string IptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

    public static XmpPacket Parse(byte[] packet) =>
        new(XmpMetaFactory.ParseFromBuffer(packet, new ParseOptions { DisallowDoctype = true }));

    /// <summary>A plain property.</summary>
    public string? Text(string space, string name) => meta.DoesPropertyExist(space, name) ? meta.GetPropertyString(space, name) : null;

    /// <summary>A text in several languages: the default one.</summary>
    public string? Localized(string space, string name) => meta.DoesPropertyExist(space, name) ? meta.GetLocalizedText(space, name, null, "x-default")?.Value : null;

    /// <summary>A bag or list; null when there is none.</summary>
    public IEnumerable<string?>? Items(string space, string name) => meta.DoesPropertyExist(space, name)
        ? Enumerable.Range(1, meta.CountArrayItems(space, name)).Select(i => meta.GetArrayItem(space, name, i)?.Value)
        : null;

    /// <summary>A finite number, written plainly or as a ratio.</summary>
    public double? Number(string space, string name)
    {
        var parts = Text(space, name)?.Split('/') ?? [];
        if (parts.Length is not (1 or 2) || !TryNumber(parts[0], out var number) || !TryNumber(parts.Length == 2 ? parts[1] : "1", out var divisor))
        {
            return null;
        }

        return double.IsFinite(number / divisor) ? number / divisor : null;
    }

    /// <summary>Degrees, from "47,22.1234N" or "47,22,7N"; negative in the south and the west.</summary>
    public double? Degrees(string name)
    {
        if (Coordinate().Match(Text(Exif, name) ?? "") is not { Success: true } match)
        {
            return null;
        }

        double Part(string group) => match.Groups[group] is { Success: true, Value: var value } ? double.Parse(value, CultureInfo.InvariantCulture) : 0;
        var degrees = Part("d") + (Part("m") / 60) + (Part("s") / 3600);
        return match.Groups["side"].Value is "S" or "W" ? -degrees : degrees;
    }

    /// <summary>Names of the faces that were marked in the picture (Metadata Working Group, Microsoft).</summary>
    public IEnumerable<string?> Faces()
    {
        var values = meta.Properties.Where(static p => p.Path is not null).ToLookup(static p => p.Path, static p => p.Value);
        foreach (var path in values.Select(static group => group.Key))
        {
            if (MicrosoftPerson().IsMatch(path))
            {
                yield return values[path].First();
            }
            else if (RegionName().Match(path) is { Success: true } region)
            {
                var type = values[region.Groups["region"].Value + "Type"].FirstOrDefault();
                if (type is null or "Face")
                {
                    yield return values[path].First();
                }
            }
        }
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^(?<d>\d{1,3}),(?<m>\d{1,2}(\.\d{1,12})?)(,(?<s>\d{1,2}(\.\d{1,12})?))?(?<side>[NSEW])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Coordinate();

    [GeneratedRegex(@"^(?<region>.*:RegionList\[\d+\]/[^/:]+:)Name$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RegionName();

    [GeneratedRegex(@":Regions\[\d+\]/[^/:]+:PersonDisplayName$", RegexOptions.None, 1000)]
    private static partial Regex MicrosoftPerson();
}
