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

    /// <summary>A bag or list.</summary>
    public IEnumerable<string?> Items(string space, string name)
    {
        var count = meta.DoesPropertyExist(space, name) ? meta.CountArrayItems(space, name) : 0;
        return Enumerable.Range(1, count).Select(i => meta.GetArrayItem(space, name, i)?.Value);
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

    [GeneratedRegex(@"^(?<region>.*:RegionList\[\d+\]/[^/:]+:)Name$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RegionName();

    [GeneratedRegex(@":Regions\[\d+\]/[^/:]+:PersonDisplayName$", RegexOptions.None, 1000)]
    private static partial Regex MicrosoftPerson();
}
