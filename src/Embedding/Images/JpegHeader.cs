using System.Buffers.Binary;

namespace Photoseek.Embedding.Images;

/// <summary>Reads what a JPEG will cost from its segments alone.</summary>
internal static class JpegHeader
{
    // Real files have dozens (an ICC profile or a depth map comes in pieces); each is kept by the decoder.
    private const int MostSegments = 4_096;
    private const byte Progressive = 0xC2;
    private const byte ProgressiveArithmetic = 0xCA;

    /// <exception cref="PictureRefusedException">Over the limits, no header, or a kind that cannot be decoded.</exception>
    public static StoredHeader Read(ReadOnlySpan<byte> file, PictureLimits limits)
    {
        int width = 0, height = 0, orientation = 0, scans = 0, segments = 0;
        var progressive = false;
        var markers = new JpegMarkers(file);
        while (markers.MoveNext())
        {
            if (++segments > MostSegments)
            {
                throw Refusal.Damaged();
            }

            if (markers.IsFrame)
            {
                if (width != 0)
                {
                    throw Refusal.Damaged();
                }

                progressive = markers.Marker is Progressive or ProgressiveArithmetic;
                (width, height) = ReadFrame(markers.Marker, markers.Content);
                Refusal.ThrowIfTooLarge(width, height, progressive, limits);
            }
            else if (markers.Marker == JpegMarkers.StartOfScan && ++scans > limits.Scans)
            {
                throw Refusal.Scans(limits.Scans);
            }
            else if (orientation == 0 && markers.Marker == JpegMarkers.App1 && markers.Content.StartsWith("Exif\0\0"u8))
            {
                orientation = ExifOrientation.Read(markers.Content[6..]);
            }
        }

        if (width == 0 || scans == 0)
        {
            throw Refusal.Damaged();
        }

        // One scan for each colour is rare, but is held whole like a progressive picture.
        progressive |= scans > 1;
        Refusal.ThrowIfTooLarge(width, height, progressive, limits);
        return new StoredHeader(PictureFormat.Jpeg, width, height, Math.Max(orientation, 1), progressive);
    }

    private static (int Width, int Height) ReadFrame(byte marker, ReadOnlySpan<byte> content)
    {
        if (content.Length < 6)
        {
            throw Refusal.Damaged();
        }

        // Baseline, extended and progressive, with Huffman or arithmetic coding. Lossless and hierarchical are not decoded.
        if (marker is not (0xC0 or 0xC1 or Progressive or 0xC9 or ProgressiveArithmetic) || content[0] != 8)
        {
            throw new PictureRefusedException(
                RefusalReason.NotAPicture, "This is a rare kind of JPEG (lossless or of 12 bits). Save it as an ordinary JPEG and send that.");
        }

        return (BinaryPrimitives.ReadUInt16BigEndian(content[3..]), BinaryPrimitives.ReadUInt16BigEndian(content[1..]));
    }
}
