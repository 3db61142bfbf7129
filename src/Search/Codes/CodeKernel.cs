using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Photoseek.Search.Codes;

/// <summary>
/// Multiplies rows of half codes, two bits a number, with a query. All ways give the same integers; the fastest that the
/// processor has is taken.
/// </summary>
/// <remarks>
/// Halves are 0 to 3 and the query's numbers -127 to 127, so 85 products fit into 16 bits: sums are kept there for as long as
/// they fit, which halves the work. Compiled fully at once: the first scan after a start runs them a million times.
/// </remarks>
internal static class CodeKernel
{
    private const int Bytes = CodeScale.Block / 4;

    /// <summary>Which way to take.</summary>
    public static CodeKernelKind Best { get; } =
        Avx512BW.IsSupported ? CodeKernelKind.Avx512 : Avx2.IsSupported ? CodeKernelKind.Avx2 : CodeKernelKind.Portable;

    /// <summary>One sum a row.</summary>
    /// <param name="kind">One that the processor has.</param>
    /// <param name="codes">Rows of <paramref name="query"/>.Length / 4 bytes.</param>
    /// <param name="query">A multiple of <see cref="CodeScale.Block"/> numbers.</param>
    /// <param name="sums">As many as there are rows.</param>
    public static void Multiply(CodeKernelKind kind, ReadOnlySpan<byte> codes, ReadOnlySpan<sbyte> query, Span<int> sums) =>
        Multiply(kind, codes, query, [], sums);

    /// <summary>One sum for each of some rows: the processor waits for the memory of many of them at once.</summary>
    /// <param name="kind">One that the processor has.</param>
    /// <param name="codes">Rows of <paramref name="query"/>.Length / 4 bytes.</param>
    /// <param name="query">A multiple of <see cref="CodeScale.Block"/> numbers.</param>
    /// <param name="places">Which rows, ascending; empty for the first ones, as many as there are sums.</param>
    /// <param name="sums">As many as places, if there are any.</param>
    public static void Multiply(CodeKernelKind kind, ReadOnlySpan<byte> codes, ReadOnlySpan<sbyte> query, ReadOnlySpan<int> places, Span<int> sums)
    {
        var rows = places.IsEmpty ? sums.Length : places[^1] + 1;
        if (query.Length % CodeScale.Block != 0 || codes.Length < rows * (query.Length / 4) || (!places.IsEmpty && places.Length != sums.Length))
        {
            throw new ArgumentException($"{codes.Length} bytes are not {rows} rows for a query of {query.Length}.", nameof(codes));
        }

        ref var first = ref MemoryMarshal.GetReference(codes);
        ref var numbers = ref MemoryMarshal.GetReference(query);
        var stride = query.Length / 4;
        switch (kind)
        {
            case CodeKernelKind.Avx512:
                if (Gfni.V512.IsSupported)
                {
                    MultiplyAvx512<MatrixQuarters>(ref first, stride, ref numbers, places, sums);
                }
                else
                {
                    MultiplyAvx512<ShiftedQuarters>(ref first, stride, ref numbers, places, sums);
                }

                break;
            case CodeKernelKind.Avx2:
                MultiplyAvx2(ref first, stride, ref numbers, places, sums);
                break;
            case CodeKernelKind.Portable:
                MultiplyPortable(ref first, stride, ref numbers, places, sums);
                break;
            default:
                MultiplyOneByOne(codes, query, places, sums);
                break;
        }
    }

    // Four rows at a time: the query's numbers are loaded once for them, and their sums end up side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAvx512<TQuarters>(ref byte first, int stride, ref sbyte query, ReadOnlySpan<int> places, Span<int> sums)
        where TQuarters : struct, IQuarters
    {
        const int blocksThatFit = 8;
        const int together = 4;
        var ones = Vector512.Create((short)1);
        for (var r = 0; r < sums.Length; r += together)
        {
            // Where there are no more rows the last one is multiplied again.
            ref var row0 = ref Row(ref first, stride, places, r);
            ref var row1 = ref Row(ref first, stride, places, Math.Min(r + 1, sums.Length - 1));
            ref var row2 = ref Row(ref first, stride, places, Math.Min(r + 2, sums.Length - 1));
            ref var row3 = ref Row(ref first, stride, places, Math.Min(r + 3, sums.Length - 1));
            Vector512<int> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var at = 0; at < stride;)
            {
                Vector512<short> part0 = default, part1 = default, part2 = default, part3 = default;
                for (var end = Math.Min(stride, at + (blocksThatFit * Bytes)); at < end; at += Bytes)
                {
                    ref var numbers = ref Unsafe.Add(ref query, 4 * at);
                    var a = Vector512.LoadUnsafe(ref numbers);
                    var b = Vector512.LoadUnsafe(ref numbers, Bytes);
                    var c = Vector512.LoadUnsafe(ref numbers, 2 * Bytes);
                    var d = Vector512.LoadUnsafe(ref numbers, 3 * Bytes);
                    part0 += Multiply<TQuarters>(Vector512.LoadUnsafe(ref row0, (nuint)at), a, b, c, d);
                    part1 += Multiply<TQuarters>(Vector512.LoadUnsafe(ref row1, (nuint)at), a, b, c, d);
                    part2 += Multiply<TQuarters>(Vector512.LoadUnsafe(ref row2, (nuint)at), a, b, c, d);
                    part3 += Multiply<TQuarters>(Vector512.LoadUnsafe(ref row3, (nuint)at), a, b, c, d);
                }

                sum0 += Avx512BW.MultiplyAddAdjacent(part0, ones);
                sum1 += Avx512BW.MultiplyAddAdjacent(part1, ones);
                sum2 += Avx512BW.MultiplyAddAdjacent(part2, ones);
                sum3 += Avx512BW.MultiplyAddAdjacent(part3, ones);
            }

            var four = Four(sum0, sum1, sum2, sum3);
            if (r + together <= sums.Length)
            {
                four.StoreUnsafe(ref MemoryMarshal.GetReference(sums), (nuint)r);
            }
            else
            {
                for (var i = r; i < sums.Length; i++)
                {
                    sums[i] = four[i - r];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Row(ref byte first, int stride, ReadOnlySpan<int> places, int at) => ref Unsafe.Add(ref first, stride * (places.IsEmpty ? at : places[at]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Multiply<TQuarters>(Vector512<byte> codes, Vector512<sbyte> a, Vector512<sbyte> b, Vector512<sbyte> c, Vector512<sbyte> d)
        where TQuarters : struct, IQuarters =>
        Avx512BW.MultiplyAddAdjacent(codes & Vector512.Create((byte)3), a) + Avx512BW.MultiplyAddAdjacent(TQuarters.Second(codes), b)
        + (Avx512BW.MultiplyAddAdjacent(TQuarters.Third(codes), c) + Avx512BW.MultiplyAddAdjacent(TQuarters.Fourth(codes), d));

    // Each vector's sum, in their order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d)
    {
        var ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsInt64();
        var cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsInt64();
        var all = Avx512F.UnpackLow(ab, cd).AsInt32() + Avx512F.UnpackHigh(ab, cd).AsInt32();
        var half = all.GetLower() + all.GetUpper();
        return half.GetLower() + half.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAvx2(ref byte first, int stride, ref sbyte query, ReadOnlySpan<int> places, Span<int> sums)
    {
        const int half = Bytes / 2;
        var low = Vector256.Create((byte)3);
        var ones = Vector256.Create((short)1);
        for (var r = 0; r < sums.Length; r++)
        {
            ref var row = ref Unsafe.Add(ref first, stride * (places.IsEmpty ? r : places[r]));
            var sum = Vector256<int>.Zero;
            for (var at = 0; at < stride; at += Bytes)
            {
                var part = Vector256<short>.Zero;
                for (var side = 0; side < Bytes; side += half)
                {
                    var codes = Vector256.LoadUnsafe(ref row, (nuint)(at + side));
                    var words = codes.AsUInt16();
                    ref var numbers = ref Unsafe.Add(ref query, (4 * at) + side);
                    part += Avx2.MultiplyAddAdjacent(codes & low, Vector256.LoadUnsafe(ref numbers))
                        + Avx2.MultiplyAddAdjacent(Avx2.ShiftRightLogical(words, 2).AsByte() & low, Vector256.LoadUnsafe(ref numbers, Bytes))
                        + Avx2.MultiplyAddAdjacent(Avx2.ShiftRightLogical(words, 4).AsByte() & low, Vector256.LoadUnsafe(ref numbers, 2 * Bytes))
                        + Avx2.MultiplyAddAdjacent(Avx2.ShiftRightLogical(words, 6).AsByte() & low, Vector256.LoadUnsafe(ref numbers, 3 * Bytes));
                }

                sum += Avx2.MultiplyAddAdjacent(part, ones);
            }

            sums[r] = Vector128.Sum(sum.GetLower() + sum.GetUpper());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPortable(ref byte first, int stride, ref sbyte query, ReadOnlySpan<int> places, Span<int> sums)
    {
        var low = Vector128.Create((byte)3);
        for (var r = 0; r < sums.Length; r++)
        {
            ref var row = ref Unsafe.Add(ref first, stride * (places.IsEmpty ? r : places[r]));
            var sum = Vector128<int>.Zero;
            for (var at = 0; at < stride; at += Bytes)
            {
                var part = Vector128<short>.Zero;
                for (var side = 0; side < Bytes; side += Vector128<byte>.Count)
                {
                    var codes = Vector128.LoadUnsafe(ref row, (nuint)(at + side));
                    ref var numbers = ref Unsafe.Add(ref query, (4 * at) + side);
                    part += Products(codes & low, Vector128.LoadUnsafe(ref numbers))
                        + Products(Vector128.ShiftRightLogical(codes, 2) & low, Vector128.LoadUnsafe(ref numbers, Bytes))
                        + Products(Vector128.ShiftRightLogical(codes, 4) & low, Vector128.LoadUnsafe(ref numbers, 2 * Bytes))
                        + Products(Vector128.ShiftRightLogical(codes, 6), Vector128.LoadUnsafe(ref numbers, 3 * Bytes));
                }

                sum += Vector128.WidenLower(part) + Vector128.WidenUpper(part);
            }

            sums[r] = Vector128.Sum(sum);
        }
    }

    private static Vector128<short> Products(Vector128<byte> codes, Vector128<sbyte> query) =>
        (Vector128.WidenLower(codes).AsInt16() * Vector128.WidenLower(query)) + (Vector128.WidenUpper(codes).AsInt16() * Vector128.WidenUpper(query));

    private static void MultiplyOneByOne(ReadOnlySpan<byte> codes, ReadOnlySpan<sbyte> query, ReadOnlySpan<int> places, Span<int> sums)
    {
        var stride = query.Length / 4;
        for (var r = 0; r < sums.Length; r++)
        {
            var row = codes.Slice(stride * (places.IsEmpty ? r : places[r]), stride);
            var sum = 0;
            for (var i = 0; i < query.Length; i++)
            {
                var (block, place) = (i / CodeScale.Block, i % CodeScale.Block);
                sum += ((row[(block * Bytes) + (place % Bytes)] >> (2 * (place / Bytes))) & 3) * query[i];
            }

            sums[r] = sum;
        }
    }

    /// <summary>Takes the second to the fourth pair of bits out of each byte.</summary>
    private interface IQuarters
    {
        public static abstract Vector512<byte> Second(Vector512<byte> codes);

        public static abstract Vector512<byte> Third(Vector512<byte> codes);

        public static abstract Vector512<byte> Fourth(Vector512<byte> codes);
    }

    // One instruction each: the lowest two bits of a byte are what the upper two rows of the matrix choose.
    private readonly struct MatrixQuarters : IQuarters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Second(Vector512<byte> codes) => Choose(codes, 0x0408_0000_0000_0000);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Third(Vector512<byte> codes) => Choose(codes, 0x1020_0000_0000_0000);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Fourth(Vector512<byte> codes) => Choose(codes, 0x4080_0000_0000_0000);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<byte> Choose(Vector512<byte> codes, ulong matrix) => Gfni.V512.GaloisFieldAffineTransform(codes, Vector512.Create(matrix).AsByte(), 0);
    }

    private readonly struct ShiftedQuarters : IQuarters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Second(Vector512<byte> codes) => (codes.AsUInt16() >>> 2).AsByte() & Vector512.Create((byte)3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Third(Vector512<byte> codes) => (codes.AsUInt16() >>> 4).AsByte() & Vector512.Create((byte)3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Fourth(Vector512<byte> codes) => (codes.AsUInt16() >>> 6).AsByte() & Vector512.Create((byte)3);
    }
}
