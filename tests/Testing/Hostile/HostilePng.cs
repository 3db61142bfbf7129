using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Photoseek.Testing.Hostile;

/// <summary>PNGs that weigh next to nothing and are large.</summary>
internal static class HostilePng
{
    private const byte TrueColourWithAlpha = 6;
    private const int ZerosAtOnce = 1 << 20;
    private static readonly (int X, int Y, int Right, int Down)[] _passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>A header alone.</summary>
    public static byte[] Header(int width, int height) => [.. Start(width, height, 8, interlaced: false), .. Chunk("IDAT", Deflate(10)), .. Chunk("IEND", [])];

    /// <summary>A whole and valid picture, black and transparent.</summary>
    public static byte[] Plain(int width, int height, int bits, bool interlaced)
    {
        var pixel = bits / 8 * 4;
        var bytes = interlaced
            ? _passes.Sum(pass => Rows(height, pass.Y, pass.Down) * (1 + (Rows(width, pass.X, pass.Right) * pixel)))
            : height * (1 + ((long)width * pixel));
        return [.. Start(width, height, bits, interlaced), .. Chunk("IDAT", Deflate(bytes)), .. Chunk("IEND", [])];
    }

    /// <summary>A small valid picture with a block more.</summary>
    public static byte[] WithChunk(string type, byte[] content) =>
        [.. Start(32, 32, 8, interlaced: false), .. Chunk(type, content), .. Chunk("IDAT", Deflate(32 * (1 + (32 * 4)))), .. Chunk("IEND", [])];

    /// <summary>So many zeros, deflated: a thousandth of them.</summary>
    public static byte[] Deflate(long zeros)
    {
        // Some of them once, and what became of these as often as it takes: to deflate gigabytes takes seconds.
        var (blocks, rest) = Math.DivRem(zeros, ZerosAtOnce);
        var block = DeflateAtOnce(ZerosAtOnce);
        using var deflated = new MemoryStream();
        deflated.Write([0x78, 0x01]);
        for (var i = 0; i < blocks; i++)
        {
            deflated.Write(block);
        }

        deflated.Write(DeflateAtOnce((int)rest));
        deflated.Write([0x03, 0x00]); // the last block, which is empty

        // Adler-32 of zeros: the lower half stays 1, the upper half counts them.
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(sum, ((uint)(zeros % 65_521) << 16) | 1);
        deflated.Write(sum);
        return deflated.ToArray();
    }

    // Ends on a whole byte and says nothing of an end, so that more can follow.
    private static byte[] DeflateAtOnce(int zeros)
    {
        using var deflated = new MemoryStream();
        using var deflate = new DeflateStream(deflated, CompressionLevel.Fastest);
        deflate.Write(new byte[zeros]);
        deflate.Flush();
        return deflated.ToArray();
    }

    private static long Rows(int all, int first, int step) => (all - first + step - 1) / step;

    private static byte[] Start(int width, int height, int bits, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)bits;
        header[9] = TrueColourWithAlpha;
        header[12] = interlaced ? (byte)1 : (byte)0;
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header)];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(type), .. content];
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        checkedPart.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Checksum(checkedPart));
        return chunk;
    }

    // CRC-32 as PNG has it.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
            }
        }

        return ~sum;
    }
}
