using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Photoseek.Search.Codes;

/// <summary>
/// Multiplies rows of codes with a query. All ways give the same integers; the fastest that the processor has is taken.
/// </summary>
/// <remarks>
/// Codes are 0 to 15 and the query's numbers -127 to 127, so 17 products fit into 16 bits: sums are kept there for as long as
/// they fit, which halves the work. Compiled fully at once: the first scan after a start runs them a million times.
/// </remarks>
internal static class CodeKernel
{
    private const int Bytes = CodeScale.Block / 2;

    /// <summary>Which way to take.</summary>
    public static CodeKernelKind Best { get; } =
        Avx512BW.IsSupported ? CodeKernelKind.Avx512 : Avx2.IsSupported ? CodeKernelKind.Avx2 : CodeKernelKind.Portable;

    /// <summary>One sum a row.</summary>
    /// <param name="kind">One that the processor has.</param>
    /// <param name="codes">Rows of <paramref name="query"/>.Length / 2 bytes.</param>
    /// <param name="query">A multiple of <see cref="CodeScale.Block"/> numbers.</param>
    /// <param name="sums">As many as there are rows.</param>
    public static void Multiply(CodeKernelKind kind, ReadOnlySpan<byte> codes, ReadOnlySpan<sbyte> query, Span<int> sums)
    {
        if (query.Length % CodeScale.Block != 0 || codes.Length < sums.Length * (query.Length / 2))
        {
            throw new ArgumentException($"{codes.Length} bytes are not {sums.Length} rows for a query of {query.Length}.", nameof(codes));
        }

        ref var row = ref MemoryMarshal.GetReference(codes);
        ref var numbers = ref MemoryMarshal.GetReference(query);
        var stride = query.Length / 2;
        switch (kind)
        {
            case CodeKernelKind.Avx512:
                MultiplyAvx512(ref row, stride, ref numbers, sums);
                break;
            case CodeKernelKind.Avx2:
                MultiplyAvx2(ref row, stride, ref numbers, sums);
                break;
            case CodeKernelKind.Portable:
                MultiplyPortable(ref row, stride, ref numbers, sums);
                break;
            default:
                MultiplyOneByOne(codes, query, sums);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAvx512(ref byte row, int stride, ref sbyte query, Span<int> sums)
    {
        const int blocksThatFit = 4;
        var low = Vector512.Create((byte)15);
        var ones = Vector512.Create((short)1);
        for (var r = 0; r < sums.Length; r++)
        {
            var sum = Vector512<int>.Zero;
            for (var at = 0; at < stride;)
            {
                var part = Vector512<short>.Zero;
                for (var end = Math.Min(stride, at + (blocksThatFit * Bytes)); at < end; at += Bytes)
                {
                    var codes = Vector512.LoadUnsafe(ref row, (nuint)at);
                    var first = Vector512.LoadUnsafe(ref query, (nuint)(2 * at));
                    var second = Vector512.LoadUnsafe(ref query, (nuint)((2 * at) + Bytes));
                    part += Avx512BW.MultiplyAddAdjacent(codes & low, first)
                        + Avx512BW.MultiplyAddAdjacent(Avx512BW.ShiftRightLogical(codes.AsUInt16(), 4).AsByte() & low, second);
                }

                sum += Avx512BW.MultiplyAddAdjacent(part, ones);
            }

            var half = sum.GetLower() + sum.GetUpper();
            sums[r] = Vector128.Sum(half.GetLower() + half.GetUpper());
            row = ref Unsafe.Add(ref row, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAvx2(ref byte row, int stride, ref sbyte query, Span<int> sums)
    {
        const int half = Bytes / 2;
        var low = Vector256.Create((byte)15);
        var ones = Vector256.Create((short)1);
        for (var r = 0; r < sums.Length; r++)
        {
            var sum = Vector256<int>.Zero;
            for (var at = 0; at < stride; at += Bytes)
            {
                var part = Vector256<short>.Zero;
                for (var side = 0; side < Bytes; side += half)
                {
                    var codes = Vector256.LoadUnsafe(ref row, (nuint)(at + side));
                    var first = Vector256.LoadUnsafe(ref query, (nuint)((2 * at) + side));
                    var second = Vector256.LoadUnsafe(ref query, (nuint)((2 * at) + side + Bytes));
                    part += Avx2.MultiplyAddAdjacent(codes & low, first)
                        + Avx2.MultiplyAddAdjacent(Avx2.ShiftRightLogical(codes.AsUInt16(), 4).AsByte() & low, second);
                }

                sum += Avx2.MultiplyAddAdjacent(part, ones);
            }

            sums[r] = Vector128.Sum(sum.GetLower() + sum.GetUpper());
            row = ref Unsafe.Add(ref row, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPortable(ref byte row, int stride, ref sbyte query, Span<int> sums)
    {
        var low = Vector128.Create((byte)15);
        for (var r = 0; r < sums.Length; r++)
        {
            var sum = Vector128<int>.Zero;
            for (var at = 0; at < stride; at += Bytes)
            {
                var part = Vector128<short>.Zero;
                for (var side = 0; side < Bytes; side += Vector128<byte>.Count)
                {
                    var codes = Vector128.LoadUnsafe(ref row, (nuint)(at + side));
                    var first = Vector128.LoadUnsafe(ref query, (nuint)((2 * at) + side));
                    var second = Vector128.LoadUnsafe(ref query, (nuint)((2 * at) + side + Bytes));
                    part += Products(codes & low, first) + Products(Vector128.ShiftRightLogical(codes, 4), second);
                }

                sum += Vector128.WidenLower(part) + Vector128.WidenUpper(part);
            }

            sums[r] = Vector128.Sum(sum);
            row = ref Unsafe.Add(ref row, stride);
        }
    }

    private static Vector128<short> Products(Vector128<byte> codes, Vector128<sbyte> query) =>
        (Vector128.WidenLower(codes).AsInt16() * Vector128.WidenLower(query)) + (Vector128.WidenUpper(codes).AsInt16() * Vector128.WidenUpper(query));

    private static void MultiplyOneByOne(ReadOnlySpan<byte> codes, ReadOnlySpan<sbyte> query, Span<int> sums)
    {
        var stride = query.Length / 2;
        for (var r = 0; r < sums.Length; r++)
        {
            var row = codes.Slice(r * stride, stride);
            var sum = 0;
            for (var i = 0; i < stride; i++)
            {
                var first = (i / Bytes * CodeScale.Block) + (i % Bytes);
                sum += ((row[i] & 15) * query[first]) + ((row[i] >> 4) * query[first + Bytes]);
            }

            sums[r] = sum;
        }
    }
}
