using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Photoseek.Embedding.Native;
using Photoseek.Embedding.Products;

namespace Photoseek.Embedding.Tests.Products;

public sealed unsafe class Int16MatrixTests
{
    // What lies before and behind the numbers of a result: nothing may be written there.
    private const float Untouched = 12345;

    public static TheoryData<string, int, int, int> Sizes()
    {
        TheoryData<string, int, int, int> sizes = [];
        foreach (var kind in Kinds())
        {
            foreach (var rows in Enumerable.Range(1, 30).Append(77))
            {
                sizes.Add($"{kind}", rows, 70, 96);
            }

            sizes.Add($"{kind}", 10, 2048, 512);
            sizes.Add($"{kind}", 5, 1, 32);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_are_what_float32_gives_but_for_a_65000th(string kind, int rows, int depth, int columns)
    {
        var random = new Random(rows);
        var (left, weights, bias) = (Numbers(random, rows * depth), Numbers(random, depth * columns), Numbers(random, columns));

        var result = Multiply(Enum.Parse<Int16KernelKind>(kind), left, rows, weights, depth, bias);

        Assert.Equal((Untouched, Untouched), (result[0], result[^1]));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (expected, most) = (bias[column], 0f);
                for (var k = 0; k < depth; k++)
                {
                    expected += left[(row * depth) + k] * weights[(k * columns) + column];
                    most += Math.Abs(left[(row * depth) + k]) * 0.5f;
                }

                Assert.Equal(expected, result[1 + (row * columns) + column], most / 65_000 + (most * 2e-6f));
            }
        }
    }

    [Fact]
    public void A_column_of_zeros_stays_one()
    {
        var weights = new float[64 * 32];
        weights[3] = 1;

        var result = Multiply(Int16Kernel.Best, [.. Enumerable.Repeat(2f, 64)], 1, weights, 64, []);

        Assert.Equal(2f, result[1 + 3], 1e-4f);
        Assert.All(result[1..^1].Where((_, column) => column != 3), static zero => Assert.Equal(0, zero));
    }

    [Theory]
    [InlineData(512, 512, true)]
    [InlineData(512, 500, false)]
    [InlineData(65_536, 16_384, false)]
    public void Only_whole_panels_and_less_than_2_GB_fit(long depth, long columns, bool fits) => Assert.Equal(fits, Int16Matrix.Fits(depth, columns));

    private static IEnumerable<Int16KernelKind> Kinds()
    {
        if (Avx512F.IsSupported)
        {
            yield return Int16KernelKind.Avx512;
        }

        if (Avx2.IsSupported && Fma.IsSupported)
        {
            yield return Int16KernelKind.Avx2;
        }
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private static float[] Multiply(Int16KernelKind kind, float[] left, int rows, float[] weights, int depth, float[] bias)
    {
        var columns = weights.Length / depth;

        // Not at the beginning of the memory, as the second matrix of a graph.
        using var memory = new LargeMemory(4096 + (int)Int16Matrix.BytesOf(depth, columns));
        var matrix = new Int16Matrix(weights, depth, bias, memory, 4096, kind);
        var arranged = (float*)NativeMemory.Alloc((nuint)matrix.ArrangedLength(rows), sizeof(float));
        var result = new float[(rows * columns) + 2];
        Array.Fill(result, Untouched);
        fixed (float* from = left, to = &result[1])
        {
            matrix.Arrange(from, rows, arranged);
            for (var panel = 0; panel < matrix.Panels; panel++)
            {
                matrix.Multiply(arranged, rows, panel, to);
            }
        }

        NativeMemory.Free(arranged);
        return result;
    }
}
