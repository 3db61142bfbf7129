using System.Text;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

/// <summary>A camera and an XMP packet that say something of everything that is read.</summary>
internal static class TestXmp
{
    public static TestExif Exif { get; } = new()
    {
        TakenAt = new DateTime(2021, 7, 4, 18, 30, 5, DateTimeKind.Unspecified),
        TakenOffset = "-07:00",
        Make = "  Acme ",
        Model = "Shooter\u00074",
        Lens = "Long One",
        Orientation = 6,
        Iso = 200,
        Exposure = (1, 250),
        Aperture = 2.8,
        FocalLength = 35,
        Latitude = -33.8568,
        Longitude = 151.2153,
    };

    public const string Packet = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
          xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
          xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmp:Rating="4" photoshop:DateCreated="1999-12-31T23:59:59">
          <dc:title><rdf:Alt><rdf:li xml:lang="x-default">At the sea</rdf:li></rdf:Alt></dc:title>
          <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Two people on a beach</rdf:li></rdf:Alt></dc:description>
          <dc:subject><rdf:Bag><rdf:li>beach</rdf:li><rdf:li>Sunset</rdf:li></rdf:Bag></dc:subject>
          <lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Sydney</rdf:li></rdf:Bag></lr:hierarchicalSubject>
          <Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Pat</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
          <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
            <rdf:li rdf:parseType="Resource"><mwg-rs:Name>Jack</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>
            <rdf:li rdf:parseType="Resource"><mwg-rs:Name>Rex</mwg-rs:Name><mwg-rs:Type>Pet</mwg-rs:Type></rdf:li>
            <rdf:li rdf:parseType="Resource"><mwg-rs:Name>PAT</mwg-rs:Name></rdf:li>
          </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    /// <summary>Puts a packet into a JPEG, before everything else.</summary>
    public static byte[] Into(byte[] jpeg, string packet)
    {
        byte[] payload = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(packet)];
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload, .. jpeg[2..]];
    }
}
