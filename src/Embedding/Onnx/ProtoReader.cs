using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Photoseek.Embedding.Onnx;

/// <summary>Walks the fields of one protobuf message in place.</summary>
/// <param name="message">The whole message.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>The field's number.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>Its bytes where it has a length.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Where <see cref="Bytes"/> begin in the message.</summary>
    public int Start { get; private set; }

    /// <summary>The field as it is written, with its number.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary><see cref="Bytes"/> as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">This is no message.</exception>
    public bool MoveNext()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        var begin = _position;
        var tag = Varint();
        Field = (int)(tag >> 3);
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = (long)Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
                break;
            case 2:
                var length = Varint();
                Bytes = Take(length <= int.MaxValue ? (int)length : -1);
                Start = _position - Bytes.Length;
                break;
            case 5:
                Number = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException("Not a graph: an unknown kind of field.");
        }

        Whole = _message[begin.._position];
        return true;
    }

    /// <summary>The numbers that are left, written one after the other without field numbers.</summary>
    public List<long> Numbers()
    {
        List<long> numbers = [];
        while (_position < _message.Length)
        {
            numbers.Add((long)Varint());
        }

        return numbers;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _message.Length - _position)
        {
            throw new InvalidDataException("Not a graph: it ends early.");
        }

        _position += count;
        return _message.Slice(_position - count, count);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("Not a graph: a number does not end.");
    }
}
