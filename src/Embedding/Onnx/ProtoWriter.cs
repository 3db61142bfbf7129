using System.Buffers.Binary;
using System.Text;

namespace Photoseek.Embedding.Onnx;

/// <summary>Writes one protobuf message; the parts of the format that an ONNX file needs.</summary>
internal sealed class ProtoWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public ProtoWriter Number(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(four, value);
        Varint((ulong)((field << 3) | 5));
        _bytes.AddRange(four);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.ToArray());

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Head(field, value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>Fields as they are written elsewhere.</summary>
    public ProtoWriter Copy(ReadOnlySpan<byte> fields)
    {
        _bytes.AddRange(fields);
        return this;
    }

    /// <summary>The beginning of a field whose bytes are written elsewhere.</summary>
    public ProtoWriter Head(int field, long length)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)length);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
