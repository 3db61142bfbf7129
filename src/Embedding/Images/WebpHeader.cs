using System.Buffers.Binary;

namespace Photoseek.Embedding.Images;

/// <summary>Reads a WebP's sides from whichever of its three headers it has. Of an animation the first frame counts.</summary>
internal static class WebpHeader
{
    private const int RiffBytes = 12;
    private const int ChunkBytes = 8;

    // Chunks that are looked through for EXIF: an animation has one for each frame.
    private const int MostChunks = 10_000;

    /// <exception cref="PictureRefusedException">Over the limits, or no header.</exception>
    public static StoredHeader Read(ReadOnlySpan<byte> file, PictureLimits limits)
    {
        var chunks = file[RiffBytes..];
        if (chunks.Length < ChunkBytes + 10)
        {
            throw Refusal.Damaged();
        }

        var (width, height) = ReadSides(chunks[..4], chunks[ChunkBytes..]);
        Refusal.ThrowIfTooLarge(width, height, heldWhole: false, limits);
        return new StoredHeader(PictureFormat.Webp, width, height, FindOrientation(chunks), HeldWhole: false);
    }

    private static (int Width, int Height) ReadSides(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (name.SequenceEqual("VP8X"u8))
        {
            return (1 + UInt24(content[4..]), 1 + UInt24(content[7..]));
        }

        if (name.SequenceEqual("VP8L"u8) && content[0] == 0x2F)
        {
            var sides = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
            return (1 + (int)(sides & 0x3FFF), 1 + (int)((sides >> 14) & 0x3FFF));
        }

        if (name.SequenceEqual("VP8 "u8) && content[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            // The two top bits of each side are a scaling hint.
            return (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF);
        }

        throw Refusal.Damaged();
    }

    private static int FindOrientation(ReadOnlySpan<byte> chunks)
    {
        for (var i = 0; i < MostChunks && chunks.Length >= ChunkBytes; i++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            var content = chunks[ChunkBytes..];
            if (length > content.Length)
            {
                break;
            }

            if (chunks[..4].SequenceEqual("EXIF"u8))
            {
                // Some writers keep the name that JPEG puts before the block.
                var exif = content[..(int)length];
                return ExifOrientation.Read(exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif);
            }

            // Chunks start on even addresses.
            chunks = content[(int)Math.Min(length + (length & 1), content.Length)..];
        }

        return 1;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
