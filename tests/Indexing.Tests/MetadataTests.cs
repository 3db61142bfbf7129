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
            _reader.Read(broken[..random.Next(broken.Length)]);
        }

        Assert.Equal(PictureMetadata.Nothing with { Keywords = [], Persons = [] }, _reader.Read([]) with { Keywords = [], Persons = [] }, EqualButLists);
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
