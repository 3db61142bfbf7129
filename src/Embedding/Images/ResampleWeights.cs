namespace Photoseek.Embedding.Images;

/// <summary>For each pixel of one output axis: which input pixels it is made of, and in what shares.</summary>
/// <remarks>
/// Pillow's bicubic: a = -0.5, support widened by the scale when shrinking (so it is antialiased), shares
/// normalised to one and then rounded to fixed point. Equal shares give equal pixels, so this follows its
/// arithmetic to the last bit.
/// </remarks>
internal sealed class ResampleWeights
{
    /// <summary>Fraction bits of a share: what an int leaves after 8 bits of pixel and 2 of overshoot.</summary>
    public const int Precision = 22;

    private const double Support = 2;
    private readonly int[] _shares;
    private readonly int[] _first;
    private readonly int[] _count;

    private ResampleWeights(int length, int stride)
    {
        Stride = stride;
        _shares = new int[length * stride];
        _first = new int[length];
        _count = new int[length];
    }

    /// <summary>Shares kept per output pixel; those past <see cref="Count"/> are zero. A multiple of 4.</summary>
    public int Stride { get; }

    /// <summary>Input pixels of this axis that are read at all: from here ...</summary>
    public int Start => _first[0];

    /// <summary>... to before here.</summary>
    public int End => _first[^1] + _count[^1];

    /// <summary>The first input pixel of output pixel <paramref name="i"/>.</summary>
    public int First(int i) => _first[i];

    /// <summary>How many input pixels output pixel <paramref name="i"/> is made of.</summary>
    public int Count(int i) => _count[i];

    /// <summary>The shares of output pixel <paramref name="i"/>, <see cref="Stride"/> of them.</summary>
    public ReadOnlySpan<int> Shares(int i) => _shares.AsSpan(i * Stride, Stride);

    /// <summary>Weights of output pixels offset .. offset + length of an axis.</summary>
    /// <param name="size">Input pixels there are.</param>
    /// <param name="start">Where the part that is resized begins, in input pixels.</param>
    /// <param name="span">How long that part is.</param>
    /// <param name="newSize">Output pixels it becomes.</param>
    /// <param name="offset">First output pixel wanted.</param>
    /// <param name="length">Output pixels wanted.</param>
    public static ResampleWeights Create(int size, double start, double span, int newSize, int offset, int length)
    {
        var scale = span / newSize;
        var filterScale = Math.Max(scale, 1);
        var support = Support * filterScale;
        var taps = ((int)Math.Ceiling(support) * 2) + 1;
        var weights = new ResampleWeights(length, (taps + 3) & ~3);
        Span<double> shares = taps <= 256 ? stackalloc double[taps] : new double[taps];
        for (var i = 0; i < length; i++)
        {
            weights.Fill(i, start + ((offset + i + 0.5) * scale), support, 1 / filterScale, size, shares);
        }

        return weights;
    }

    private void Fill(int i, double centre, double support, double perPixel, int size, Span<double> shares)
    {
        var first = Math.Max((int)(centre - support + 0.5), 0);
        var count = Math.Min((int)(centre + support + 0.5), size) - first;
        var sum = 0.0;
        for (var x = 0; x < count; x++)
        {
            shares[x] = Cubic((x + first - centre + 0.5) * perPixel);
            sum += shares[x];
        }

        for (var x = 0; x < count; x++)
        {
            var share = (sum != 0 ? shares[x] / sum : shares[x]) * (1 << Precision);
            _shares[(i * Stride) + x] = (int)(share < 0 ? share - 0.5 : share + 0.5);
        }

        _first[i] = first;
        _count[i] = count;
    }

    private static double Cubic(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1
            : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * a
            : 0;
    }
}
