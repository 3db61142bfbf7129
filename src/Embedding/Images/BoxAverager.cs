namespace Photoseek.Embedding.Images;

/// <summary>Averages squares of pixels into one, row after row, so that a large picture is never held whole.</summary>
internal sealed class BoxAverager
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _side;
    private readonly int[] _sums;
    private int _row;

    /// <param name="width">Pixels across before.</param>
    /// <param name="height">Pixels down before.</param>
    /// <param name="side">Side of a square; 1 changes nothing.</param>
    public BoxAverager(int width, int height, int side)
    {
        (_width, _height, _side) = (width, height, side);
        var newWidth = (width + side - 1) / side;
        var newHeight = (height + side - 1) / side;
        Result = new RgbPixels(
            newWidth,
            newHeight,
            GC.AllocateUninitializedArray<byte>(newWidth * newHeight * 3),
            new Extent(0, 0, width / (double)side, height / (double)side));
        _sums = side == 1 ? [] : new int[newWidth * 3];
    }

    /// <summary>Complete once every row was added. Squares cut by the right and lower edge average what they have.</summary>
    public RgbPixels Result { get; }

    /// <summary>Where row <paramref name="y"/> goes when nothing is averaged.</summary>
    public Span<byte> DirectRow(int y) => Result.Bytes.AsSpan(y * _width * 3, _width * 3);

    /// <summary>Takes the next row.</summary>
    public void Add(ReadOnlySpan<byte> rgb)
    {
        for (int x = 0, target = 0; x < rgb.Length; target += 3)
        {
            int r = 0, g = 0, b = 0;
            for (var end = Math.Min(x + (_side * 3), rgb.Length); x < end; x += 3)
            {
                r += rgb[x];
                g += rgb[x + 1];
                b += rgb[x + 2];
            }

            _sums[target] += r;
            _sums[target + 1] += g;
            _sums[target + 2] += b;
        }

        _row++;
        if (_row % _side == 0 || _row == _height)
        {
            Flush();
        }
    }

    private void Flush()
    {
        var rows = ((_row - 1) % _side) + 1;
        var target = Result.Bytes.AsSpan((_row - 1) / _side * Result.Width * 3, Result.Width * 3);
        for (var x = 0; x < Result.Width; x++)
        {
            var count = rows * Math.Min(_side, _width - (x * _side));
            for (var i = x * 3; i < (x * 3) + 3; i++)
            {
                target[i] = (byte)((_sums[i] + (count / 2)) / count);
            }
        }

        Array.Clear(_sums);
    }
}
