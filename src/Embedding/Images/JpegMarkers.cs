using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Photoseek.Embedding.Images;

/// <summary>Walks a JPEG's segments as the decoder will, over entropy-coded data too.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct JpegMarkers(ReadOnlySpan<byte> file)
{
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte App1 = 0xE1;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _position;

    /// <summary>The marker's second byte.</summary>
    public byte Marker { get; private set; }

    /// <summary>The segment's content, cut where the file ends; empty for markers without one.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>SOF0-SOF15, which say the sides; DHT, JPG and DAC share the range.</summary>
    public readonly bool IsFrame => Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Goes to the next segment; false at the end.</summary>
    public bool MoveNext()
    {
        _position = FindMarker(_file, _position);
        if (_position < 0)
        {
            return false;
        }

        Marker = _file[_position + 1];
        _position += 2;
        Content = default;
        if (Marker == EndOfImage)
        {
            return false;
        }

        // Below SOF0 are markers without content, and reserved ones that the decoder steps over while it looks for a restart.
        if (Marker is not StartOfImage and >= 0xC0 && _position + 2 <= _file.Length)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(_file[_position..]);
            var end = Math.Min(_position + Math.Max(length, 2), _file.Length);
            Content = _file[(_position + 2)..end];
            _position = end;
        }

        return true;
    }

    /// <summary>The next FF that is followed by neither a stuffed zero, a fill byte nor a restart number; -1 if none.</summary>
    private static int FindMarker(ReadOnlySpan<byte> file, int start)
    {
        var i = start;
        var ff = Vector256.Create((byte)0xFF);
        for (; i <= file.Length - Vector256<byte>.Count - 1; i += Vector256<byte>.Count)
        {
            var first = Vector256.Create(file[i..]);
            var second = Vector256.Create(file[(i + 1)..]);
            var restart = Vector256.Equals(second & Vector256.Create((byte)0xF8), Vector256.Create((byte)0xD0));
            var ignored = Vector256.Equals(second, Vector256<byte>.Zero) | Vector256.Equals(second, ff) | restart;
            var found = Vector256.AndNot(Vector256.Equals(first, ff), ignored).ExtractMostSignificantBits();
            if (found != 0)
            {
                return i + int.TrailingZeroCount((int)found);
            }
        }

        for (; i < file.Length - 1; i++)
        {
            if (file[i] == 0xFF && file[i + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return i;
            }
        }

        return -1;
    }
}
