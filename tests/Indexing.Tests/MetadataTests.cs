using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Photoseek.Indexing.Metadata;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class MetadataTests
{
    private readonly MetadataReader _reader = new(TimeProvider.System, NullLogger<IndexingWorker>.Instance);

    [Fact]
    public void Exif_is_read()
    {
        var read = _reader.Read(TestJpeg.CreateUnique(TestXmp.Exif));

        Assert.Equal(new CameraTime(new DateTime(2021, 7, 4, 18, 30, 5, DateTimeKind.Unspecified), -420), read.Taken);
        Assert.Equal(("Acme", "Shooter4", "Long One", 200), (read.CameraMake, read.CameraModel, read.Lens, read.Iso));
        Assert.Equal((0.004, 2.8, 35d), (read.Exposure, read.Aperture, read.FocalLength));
        Assert.Equal((-33.8568, 151.2153), (Math.Round(read.Latitude ?? 0, 4), Math.Round(read.Longitude ?? 0, 4)));
    }

    [Fact]
    public void Xmp_is_read()
    {
        var read = _reader.Read(TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet));

        Assert.Equal(("At the sea", "Two people on a beach", (short)4), (read.Title, read.Description, read.Rating));
        Assert.Equal(["beach", "Sunset", "Places", "Sydney"], read.Keywords);
        Assert.Equal(["Pat", "Jack"], read.Persons);
        Assert.Equal(new DateTime(1999, 12, 31, 23, 59, 59, DateTimeKind.Unspecified), read.Taken?.Clock);
    }

    [Fact]
    public void Exif_comes_before_xmp() =>
        Assert.Equal(2021, _reader.Read(TestXmp.Into(TestJpeg.CreateUnique(TestXmp.Exif), TestXmp.Packet)).Taken?.Clock.Year);

    [Fact]
    public void A_sidecar_comes_before_exif()
    {
        const string packet = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
              xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:exifEX="http://cipa.jp/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
              exif:DateTimeOriginal="2020-02-03T04:05:06.5+01:00" exif:GPSLatitude="47,22.5S" exif:GPSLongitude="8,32,24W" exif:ExposureTime="1/60" exif:FNumber="56/10"
              exif:FocalLength="50/1" exifEX:LensModel="Other Lens" tiff:Model="Other Camera" xmp:Rating="-1">
              <exif:ISOSpeedRatings><rdf:Seq><rdf:li>800</rdf:li></rdf:Seq></exif:ISOSpeedRatings>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            """;

        var read = _reader.Read(TestXmp.Into(TestJpeg.CreateUnique(TestXmp.Exif), TestXmp.Packet), Encoding.UTF8.GetBytes(packet));

        Assert.Equal(new CameraTime(new DateTime(2020, 2, 3, 4, 5, 6, 500, DateTimeKind.Unspecified), 60), read.Taken);
        Assert.Equal(("Acme", "Other Camera", "Other Lens", 800), (read.CameraMake, read.CameraModel, read.Lens, read.Iso));
        Assert.Equal((1 / 60d, 5.6, 50d), (read.Exposure, read.Aperture, read.FocalLength));
        Assert.Equal((-47.375, -8.54), (read.Latitude, read.Longitude));
        Assert.Equal((null, "At the sea"), (read.Rating, read.Title));
    }

    [Theory]
    [InlineData("exif:ExposureTime=\"1/0\" exif:FNumber=\"-\" exif:FocalLength=\"1/2/3\" exif:GPSLatitude=\"95,0.0N\" exif:GPSLongitude=\"8,0.0E\"")]
    [InlineData("exif:ExposureTime=\"-1\" exif:FNumber=\"NaN\" exif:FocalLength=\"\" exif:GPSLatitude=\"0,0.0N\" exif:GPSLongitude=\"0,0.0E\"")]
    [InlineData("exif:ExposureTime=\"1e300\" exif:FNumber=\"1e999\" exif:FocalLength=\"1/x\" exif:GPSLatitude=\"47\"")]
    public void Numbers_that_cannot_be_are_not_believed(string properties)
    {
        var packet = $"""
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
              xmlns:exif="http://ns.adobe.com/exif/1.0/" {properties}/></rdf:RDF></x:xmpmeta>
            """;

        var read = _reader.Read(TestJpeg.CreateUnique(), Encoding.UTF8.GetBytes(packet));

        Assert.Equal((null, null, null, null, null), (read.Exposure, read.Aperture, read.FocalLength, read.Latitude, read.Longitude));
    }

    [Fact]
    public void A_png_and_a_webp_are_read_as_well()
    {
        var tiff = TestJpeg.CreateUnique(TestXmp.Exif).AsSpan(4 + 2 + 6).ToArray();
        byte[] xmp = [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Encoding.UTF8.GetBytes(TestXmp.Packet)];
        byte[] png = [0x89, .. "PNG\r\n\u001a\n"u8, .. PngChunk("IHDR", new byte[13]), .. PngChunk("eXIf", tiff), .. PngChunk("iTXt", xmp), .. PngChunk("IEND", [])];
        byte[] webp = [.. "RIFF\0\0\0\0WEBP"u8, .. RiffChunk("VP8X", new byte[9]), .. RiffChunk("EXIF", tiff), .. RiffChunk("XMP ", Encoding.UTF8.GetBytes(TestXmp.Packet))];

        foreach (var file in (byte[][])[png, webp])
        {
            var read = _reader.Read(file);
            Assert.Equal(("Acme", 2021, "At the sea"), (read.CameraMake, read.Taken?.Clock.Year, read.Title));
        }
    }

    [Fact]
    public void A_document_type_is_not_let_in()
    {
        const string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";

        Assert.Null(_reader.Read(TestXmp.Into(TestJpeg.CreateUnique(), bomb + TestXmp.Packet.Replace("At the sea", "&b;", StringComparison.Ordinal))).Title);
    }

    [Fact]
    public void A_large_packet_is_passed_over()
    {
        byte[] webp = [.. "RIFF\0\0\0\0WEBP"u8, .. RiffChunk("XMP ", Encoding.UTF8.GetBytes(TestXmp.Packet + new string(' ', 65_000)))];

        Assert.Null(_reader.Read(webp).Title);
    }

    [Fact]
    public void Broken_blocks_never_throw_and_never_take_a_good_one_with_them()
    {
        var whole = TestXmp.Into(TestJpeg.CreateUnique(TestXmp.Exif), TestXmp.Packet);
        Assert.Equal("Acme", _reader.Read(TestXmp.Into(TestJpeg.CreateUnique(TestXmp.Exif), "<x:xmpmeta")).CameraMake);

        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var broken = whole.ToArray();
            for (var n = 0; n < 20; n++)
            {
                broken[random.Next(2, 3000 < broken.Length ? 3000 : broken.Length)] = (byte)random.Next(256);
            }

            _reader.Read(broken);
            _reader.Read(broken.AsMemory(0, random.Next(broken.Length)));
        }

        Assert.Equal(PictureMetadata.Nothing with { Keywords = [], Persons = [] }, _reader.Read(Array.Empty<byte>()) with { Keywords = [], Persons = [] }, EqualButLists);
    }

    private static bool EqualButLists(PictureMetadata a, PictureMetadata b) => a.ToString() == b.ToString();

    private static byte[] PngChunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
    }

    private static byte[] RiffChunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(type), .. length, .. data, .. new byte[data.Length & 1]];
    }
}
