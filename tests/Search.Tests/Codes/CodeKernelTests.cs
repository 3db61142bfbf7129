using System.Runtime.Intrinsics.X86;
using Photoseek.Search.Codes;

namespace Photoseek.Search.Tests.Codes;

public sealed class CodeKernelTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    [InlineData(640)]
    [InlineData(1152)]
    public void All_ways_give_the_same_sums(int numbers)
    {
        var random = new Random(numbers);
        var query = new sbyte[numbers];
        var codes = new byte[37 * numbers / 2];
        random.NextBytes(codes);
        for (var i = 0; i < numbers; i++)
        {
            query[i] = (sbyte)random.Next(-127, 128);
        }

        AssertSame(codes, query);
    }

    [Theory]
    [InlineData(127, 0xFF)]
    [InlineData(-127, 0xFF)]
    [InlineData(127, 0xF0)]
    [InlineData(-127, 0x0F)]
    public void The_largest_sums_fit(sbyte number, byte code)
    {
        const int numbers = 1024;
        var query = Enumerable.Repeat(number, numbers).ToArray();
        var codes = Enumerable.Repeat(code, 3 * numbers / 2).ToArray();

        var sums = AssertSame(codes, query);

        Assert.All(sums, sum => Assert.Equal(numbers / 2 * ((code & 15) + (code >> 4)) * number, sum));
    }

    private static int[] AssertSame(byte[] codes, sbyte[] query)
    {
        var expected = Multiply(CodeKernelKind.OneByOne, codes, query);
        Assert.Equal(expected, Multiply(CodeKernelKind.Portable, codes, query));
        if (Avx2.IsSupported)
        {
            Assert.Equal(expected, Multiply(CodeKernelKind.Avx2, codes, query));
        }

        if (Avx512BW.IsSupported)
        {
            Assert.Equal(expected, Multiply(CodeKernelKind.Avx512, codes, query));
        }

        return expected;
    }

    private static int[] Multiply(CodeKernelKind kind, byte[] codes, sbyte[] query)
    {
        var sums = new int[codes.Length * 2 / query.Length];
        CodeKernel.Multiply(kind, codes, query, sums);
        return sums;
    }
}
