using System.Numerics;
using System.Numerics.Tensors;

namespace Photoseek.Search.Codes;

/// <summary>
/// Turns vectors into codes of four bits a number. Each number is centred and divided by how far it usually strays from the
/// centre, so that all of them use the sixteen steps alike; what that takes from a vector the query gives back, and the centre's
/// own product with the query is the same for all rows, so ranks are those of the cosine but for the rounding.
/// </summary>
internal sealed class CodeScale
{
    /// <summary>Rows are padded to so many numbers: one load of 64 bytes of half codes.</summary>
    public const int Block = 256;

    // The step, in standard deviations, at which sixteen even steps lose least of a bell curve.
    private const float Step = 0.3352f;

    // How far a rounded number usually is from the number, in standard deviations.
    private const double Rounding = Step * 0.2887;

    private readonly float[] _centre;
    private readonly float[] _deviation;
    private readonly float[] _inverse;

    private CodeScale(float[] centre, float[] deviation)
    {
        _centre = centre;
        _deviation = deviation;
        _inverse = [.. deviation.Select(d => d > 0 ? 1 / d : 0)];
    }

    /// <summary>
    /// How far the product of two decoded vectors is below that of the vectors themselves, at most: ten times what rounding usually
    /// makes, as what both have beyond the ends of the scale is cut off, too.
    /// </summary>
    public double MostLost => 10 * Rounding * Math.Sqrt(2 * _deviation.Sum(static d => Math.Pow(d, 4)));

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; private init; }

    /// <summary>Numbers in a row of codes.</summary>
    public int Width => _centre.Length;

    /// <summary>Bytes of a row of half codes.</summary>
    public int Stride => _centre.Length / 4;

    /// <summary>Bytes that a row takes, everything counted.</summary>
    public static long BytesPerRow(int dimension) => (Padded(dimension) / 2) + sizeof(long) + sizeof(float) + (2 * sizeof(int));

    /// <summary>Takes the centre and the deviations from a sample; the more of the library is in it, the better the codes.</summary>
    public static CodeScale Fit(IReadOnlyCollection<float[]> sample, int dimension)
    {
        var sums = new double[dimension];
        var squares = new double[dimension];
        foreach (var vector in sample)
        {
            for (var i = 0; i < dimension; i++)
            {
                sums[i] += vector[i];
                squares[i] += (double)vector[i] * vector[i];
            }
        }

        var centre = new float[Padded(dimension)];
        var deviation = new float[Padded(dimension)];
        var count = Math.Max(sample.Count, 1);
        for (var i = 0; i < dimension; i++)
        {
            centre[i] = (float)(sums[i] / count);
            deviation[i] = (float)Math.Sqrt(Math.Max(0, (squares[i] / count) - Math.Pow(sums[i] / count, 2)));
        }

        // A number that did not move in the sample may yet move in a row that comes later.
        var least = Math.Max(deviation.Max() / 1000, 1e-6f);
        for (var i = 0; i < dimension; i++)
        {
            deviation[i] = Math.Max(deviation[i], least);
        }

        return new CodeScale(centre, deviation) { Dimension = dimension };
    }

    /// <summary>Writes the codes of a vector.</summary>
    /// <param name="vector"><see cref="Dimension"/> numbers.</param>
    /// <param name="high">The upper two bits of each number, <see cref="Stride"/> bytes, in blocks of 64: the lowest bits of the bytes are the block's first 64 numbers, and so on.</param>
    /// <param name="low">The lower two bits, alike.</param>
    /// <param name="work"><see cref="Width"/> numbers to work in.</param>
    /// <returns>What sums of codes and query are multiplied with.</returns>
    public float Encode(ReadOnlySpan<float> vector, Span<byte> high, Span<byte> low, Span<float> work)
    {
        var moved = work[.._centre.Length];
        vector.CopyTo(moved);
        moved[Dimension..].Clear();
        TensorPrimitives.Subtract(moved, _centre, moved);
        TensorPrimitives.Multiply(moved, _inverse, moved);
        var square = TensorPrimitives.SumOfSquares(moved);
        if (!(square > 0))
        {
            high.Fill(0xAA);
            low.Clear();
            return 0;
        }

        var step = Step * MathF.Sqrt(square / Dimension);
        Span<byte> steps = stackalloc byte[Block];
        var product = 0f;
        for (var at = 0; at < moved.Length; at += Block)
        {
            product += Round(moved.Slice(at, Block), 1 / step, steps);
            Pack(steps, high.Slice(at / 4, Block / 4), low.Slice(at / 4, Block / 4));
        }

        // As long as the vector itself in its own direction, whatever the rounding took.
        return product > 0 ? square / product : step;
    }

    /// <summary>The vector that codes stand for, right but for rounding.</summary>
    /// <param name="high">Of <see cref="Encode"/>.</param>
    /// <param name="low">The same.</param>
    /// <param name="factor">What it returned.</param>
    /// <returns><see cref="Width"/> numbers: zeros behind those of the vector.</returns>
    public float[] Decode(ReadOnlySpan<byte> high, ReadOnlySpan<byte> low, float factor)
    {
        const int bytes = Block / 4;
        var vector = new float[Width];
        for (var at = 0; at < vector.Length; at += bytes)
        {
            // Each byte has a number of all four quarters of a block.
            var (first, shift) = (at / Block * bytes, at % Block / bytes * 2);
            for (var i = 0; i < bytes; i += Vector<byte>.Count)
            {
                Unpack(new Vector<byte>(high[(first + i)..]) >>> shift, new Vector<byte>(low[(first + i)..]) >>> shift, vector.AsSpan(at + i));
            }
        }

        TensorPrimitives.Add(vector, -7.5f, vector);
        TensorPrimitives.Multiply(vector, _deviation, vector);
        TensorPrimitives.Multiply(vector, factor, vector);
        TensorPrimitives.Add(vector, _centre, vector);
        return vector;
    }

    /// <summary>A query of <see cref="Dimension"/> numbers.</summary>
    public CodeQuery Query(ReadOnlySpan<float> vector)
    {
        var weighted = new float[_centre.Length];
        vector.CopyTo(weighted);
        TensorPrimitives.Multiply(weighted, _deviation, weighted);
        var most = Math.Abs(TensorPrimitives.MaxMagnitude<float>(weighted));
        var numbers = new sbyte[weighted.Length];
        var (sum, square) = (0, 0);
        for (var i = 0; i < numbers.Length && most > 0; i++)
        {
            numbers[i] = (sbyte)MathF.Round(weighted[i] / most * 127);
            sum += numbers[i];
            square += numbers[i] * numbers[i];
        }

        return new CodeQuery(numbers, sum, MathF.Sqrt(square));
    }

    private static int Padded(int dimension) => (dimension + Block - 1) / Block * Block;

    /// <summary>Rounds a block to steps 0 to 15 and returns its product with what they stand for, in steps.</summary>
    private static float Round(ReadOnlySpan<float> numbers, float scale, Span<byte> steps)
    {
        var product = Vector<float>.Zero;
        for (var i = 0; i < numbers.Length; i += Vector<byte>.Count)
        {
            var a = Round(numbers, i, scale, ref product);
            var b = Round(numbers, i + Vector<float>.Count, scale, ref product);
            var c = Round(numbers, i + (2 * Vector<float>.Count), scale, ref product);
            var d = Round(numbers, i + (3 * Vector<float>.Count), scale, ref product);
            Vector.Narrow(Vector.Narrow(a, b), Vector.Narrow(c, d)).CopyTo(steps[i..]);
        }

        return Vector.Sum(product);
    }

    private static Vector<uint> Round(ReadOnlySpan<float> numbers, int at, float scale, ref Vector<float> product)
    {
        var exact = new Vector<float>(numbers[at..]);
        var clamped = Vector.Min(Vector.Max((exact * scale) + new Vector<float>(8f), Vector<float>.Zero), new Vector<float>(15f));
        var steps = Vector.ConvertToInt32(clamped);
        product += exact * (Vector.ConvertToSingle(steps) - new Vector<float>(7.5f));
        return Vector.AsVectorUInt32(steps);
    }

    // The lowest two bits of each byte.
    private static void Unpack(Vector<byte> high, Vector<byte> low, Span<float> codes)
    {
        var two = new Vector<byte>(3);
        Vector.Widen(((high & two) << 2) | (low & two), out var a, out var b);
        Vector.Widen(a, out var c, out var d);
        Vector.Widen(b, out var e, out var f);
        var count = Vector<float>.Count;
        Vector.ConvertToSingle(Vector.AsVectorInt32(c)).CopyTo(codes);
        Vector.ConvertToSingle(Vector.AsVectorInt32(d)).CopyTo(codes[count..]);
        Vector.ConvertToSingle(Vector.AsVectorInt32(e)).CopyTo(codes[(2 * count)..]);
        Vector.ConvertToSingle(Vector.AsVectorInt32(f)).CopyTo(codes[(3 * count)..]);
    }

    private static void Pack(ReadOnlySpan<byte> steps, Span<byte> high, Span<byte> low)
    {
        const int bytes = Block / 4;
        var two = new Vector<byte>(3);
        for (var i = 0; i < bytes; i += Vector<byte>.Count)
        {
            var a = new Vector<byte>(steps[i..]);
            var b = new Vector<byte>(steps[(bytes + i)..]);
            var c = new Vector<byte>(steps[((2 * bytes) + i)..]);
            var d = new Vector<byte>(steps[((3 * bytes) + i)..]);
            (a >>> 2 | (b >>> 2 << 2) | (c >>> 2 << 4) | (d >>> 2 << 6)).CopyTo(high[i..]);
            ((a & two) | ((b & two) << 2) | ((c & two) << 4) | ((d & two) << 6)).CopyTo(low[i..]);
        }
    }
}
