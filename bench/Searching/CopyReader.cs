using System.Buffers.Binary;

namespace Photoseek.Bench.Searching;

/// <summary>Reads rows of (bigint, halfvec) out of a binary COPY.</summary>
internal sealed class CopyReader(Stream stream)
{
    private const int HeaderBytes = 19;
    private byte[] _buffer = new byte[4096];
    private bool _begun;

    /// <summary>The next row, its vector made a unit vector; null at the end.</summary>
    public async ValueTask<(long Id, float[] Vector)?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_begun)
        {
            _begun = true;
            await FillAsync(HeaderBytes, cancellationToken);
        }

        await FillAsync(2, cancellationToken);
        if (BinaryPrimitives.ReadInt16BigEndian(_buffer) < 0)
        {
            return null;
        }

        await FillAsync(4 + 8 + 4, cancellationToken);
        var id = BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(4));
        var bytes = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(12));
        await FillAsync(bytes, cancellationToken);
        var vector = new float[BinaryPrimitives.ReadInt16BigEndian(_buffer)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)BinaryPrimitives.ReadHalfBigEndian(_buffer.AsSpan(4 + (2 * i)));
        }

        var length = MathF.Sqrt(System.Numerics.Tensors.TensorPrimitives.Dot(vector, vector));
        System.Numerics.Tensors.TensorPrimitives.Divide(vector, length, vector);
        return (id, vector);
    }

    private async ValueTask FillAsync(int bytes, CancellationToken cancellationToken)
    {
        if (_buffer.Length < bytes)
        {
            _buffer = new byte[bytes];
        }

        await stream.ReadExactlyAsync(_buffer.AsMemory(0, bytes), cancellationToken);
    }
}
