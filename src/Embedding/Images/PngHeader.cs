using System.Buffers.Binary;

namespace Photoseek.Embedding.Images;

/// <summary>Reads a PNG's first chunk, and looks for EXIF among the others.</summary>
internal static class PngHeader
{
    private const int SignatureBytes = 8;

    // Length and name before a chunk's content, checksum behind it.
    private const int ChunkBytes = 12;
    private const int HeaderBytes = 13;

    // Chunks that are looked through for EXIF. It stands before the pixels, of which small chunks may be many.
    private const int MostChunks = 10_000;

    /// <exception cref="PictureRefusedException">Over the limits, or no header.</exception>
    public static StoredHeader Read(ReadOnlySpan<byte> file, PictureLimits limits)
    {
        var chunks = file[SignatureBytes..];
        if (chunks.Length < ChunkBytes + HeaderBytes
            || BinaryPrimitives.ReadInt32BigEndian(chunks) != HeaderBytes
            || !chunks[4..8].SequenceEqual("IHDR"u8))
        {
            throw Refusal.Damaged();
        }

        var width = BinaryPrimitives.ReadInt32BigEndian(chunks[8..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(chunks[12..]);

        // Interlaced: the passes are spread over the whole picture, so it is held whole like a progressive JPEG.
        var interlaced = chunks[20] != 0;
        Refusal.ThrowIfTooLarge(width, height, interlaced, limits);
        return new StoredHeader(PictureFormat.Png, width, height, FindOrientation(chunks), interlaced);
    }

    private static int FindOrientation(ReadOnlySpan<byte> chunks)
    {
        for (var i = 0; i < MostChunks && chunks.Length >= ChunkBytes; i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            if (length > chunks.Length - ChunkBytes)
            {
                break;
            }

            if (chunks[4..8].SequenceEqual("eXIf"u8))
            {
                return ExifOrientation.Read(chunks.Slice(8, (int)length));
            }

            chunks = chunks[((int)length + ChunkBytes)..];
        }

        return 1;
    }
}
