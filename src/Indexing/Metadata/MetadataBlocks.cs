using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.IO;

namespace Photoseek.Indexing.Metadata;

/// <summary>The raw blocks of a file that describe it, found but not understood.</summary>
internal sealed class MetadataBlocks
{
    /// <summary>Larger XMP packets are passed over: they hold edit histories and depth maps, and parsing them costs.</summary>
    private const int LongestXmp = 64 * 1024;

    private static ReadOnlySpan<byte> JpegXmp => "http://ns.adobe.com/xap/1.0/\0"u8;

    private static ReadOnlySpan<byte> PngXmp => "XML:com.adobe.xmp\0\0\0\0\0"u8;

    /// <summary>APP1 and APP13 segments.</summary>
    public List<JpegSegment> Jpeg { get; } = [];

    /// <summary>The bare EXIF block of a PNG or WebP, from its byte order mark on.</summary>
    public byte[]? Exif { get; private set; }

    /// <summary>The XMP packet.</summary>
    public byte[]? Xmp { get; private set; }

    public static MetadataBlocks Find(ReadOnlyMemory<byte> file)
    {
        var blocks = new MetadataBlocks();
        if (file.Length > 8 && file.Span[1..].StartsWith("PNG"u8))
        {
            blocks.FindPng(file.Span);
        }
        else if (file.Span.StartsWith("RIFF"u8))
        {
            blocks.FindWebp(file.Span);
        }
        else
        {
            blocks.FindJpeg(file);
        }

        return blocks;
    }

    private void FindJpeg(ReadOnlyMemory<byte> file)
    {
        if (!MemoryMarshal.TryGetArray(file, out var bytes))
        {
            throw new ArgumentException("Only files in arrays are read.", nameof(file));
        }

        using var stream = new MemoryStream(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false);
        foreach (var segment in JpegSegmentReader.ReadSegments(new SequentialStreamReader(stream), [JpegSegmentType.App1, JpegSegmentType.AppD]))
        {
            if (segment.Type == JpegSegmentType.App1 && segment.Bytes.AsSpan().StartsWith(JpegXmp))
            {
                SetXmp(segment.Bytes.AsSpan(JpegXmp.Length));
            }
            else
            {
                Jpeg.Add(segment);
            }
        }
    }

    // Length, type, data, checksum; all in network order.
    private void FindPng(ReadOnlySpan<byte> file)
    {
        for (var rest = file[8..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                return;
            }

            var type = rest.Slice(4, 4);
            var data = rest.Slice(8, (int)length);
            if (type.SequenceEqual("eXIf"u8))
            {
                SetExif(data);
            }
            else if (type.SequenceEqual("iTXt"u8) && data.StartsWith(PngXmp))
            {
                SetXmp(data[PngXmp.Length..]);
            }

            rest = rest[(12 + (int)length)..];
        }
    }

    // Type, length, data, padded to even; little-endian.
    private void FindWebp(ReadOnlySpan<byte> file)
    {
        for (var rest = file.Length > 12 ? file[12..] : []; rest.Length >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - 8)
            {
                return;
            }

            var data = rest.Slice(8, (int)length);
            if (rest.StartsWith("EXIF"u8))
            {
                SetExif(data);
            }
            else if (rest.StartsWith("XMP "u8))
            {
                SetXmp(data);
            }

            rest = rest[Math.Min(rest.Length, 8 + (int)length + (int)(length & 1))..];
        }
    }

    // Some writers keep JPEG's preamble where it does not belong.
    private void SetExif(ReadOnlySpan<byte> block) => Exif ??= (block.StartsWith("Exif\0\0"u8) ? block[6..] : block).ToArray();

    private void SetXmp(ReadOnlySpan<byte> packet)
    {
        if (packet.Length <= LongestXmp)
        {
            Xmp ??= packet.ToArray();
        }
    }
}
