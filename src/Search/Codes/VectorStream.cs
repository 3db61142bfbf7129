using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Npgsql;

namespace Photoseek.Search.Codes;

/// <summary>
/// Images and their vectors as COPY sends them. All rows are of the same length, so a buffer is read and cut without looking
/// at what it holds.
/// </summary>
internal sealed class VectorStream : IAsyncDisposable
{
    private const int HeaderBytes = 19;
    private const int IdAt = 2 + sizeof(int);
    private const int NumbersAt = IdAt + sizeof(long) + sizeof(int) + 4;
    private readonly NpgsqlRawCopyStream _stream;
    private readonly int _dimension;

    private VectorStream(NpgsqlRawCopyStream stream, int dimension)
    {
        _stream = stream;
        _dimension = dimension;
    }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => RowBytesOf(_dimension);

    /// <summary>Begins to read.</summary>
    /// <param name="connection">In the transaction whose state is read.</param>
    /// <param name="select">Of an image's id and a halfvec, in this order.</param>
    /// <param name="dimension">Numbers in a vector.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task<VectorStream> OpenAsync(NpgsqlConnection connection, string select, int dimension, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync($"copy ({select}) to stdout (format binary)", cancellationToken);
        await stream.ReadExactlyAsync(new byte[HeaderBytes], cancellationToken);
        return new VectorStream(stream, dimension);
    }

    /// <summary>Reads rows into a buffer.</summary>
    /// <param name="buffer">A multiple of <see cref="RowBytes"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>How many rows; 0 at the end.</returns>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        // What is left over is the trailer of two bytes.
        await _stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) / RowBytes;

    /// <summary>Takes a row out of a buffer.</summary>
    /// <param name="rows">What was read.</param>
    /// <param name="row">Which one.</param>
    /// <param name="vector">Receives the vector.</param>
    /// <returns>The image's id.</returns>
    public static long Parse(ReadOnlySpan<byte> rows, int row, Span<float> vector)
    {
        var bytes = rows.Slice(row * RowBytesOf(vector.Length), RowBytesOf(vector.Length));
        if (BinaryPrimitives.ReadInt16BigEndian(bytes[(NumbersAt - 4)..]) != vector.Length)
        {
            throw new InvalidDataException($"A vector of {vector.Length} numbers was expected.");
        }

        Span<ushort> halves = stackalloc ushort[vector.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes[NumbersAt..]), halves);
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<ushort, Half>(halves), vector);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[IdAt..]);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static int RowBytesOf(int dimension) => NumbersAt + (2 * dimension);
}
