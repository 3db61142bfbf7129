using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Photoseek.Embedding.Products;

/// <summary>
/// Up to twelve rows times 32 columns with AVX-512: 24 sums stay in registers, and each number of the matrix is read and widened once for
/// all rows.
/// </summary>
internal static unsafe class Int16WideKernel
{
    /// <summary>Rows that are multiplied at a time.</summary>
    public const int MostRows = 12;

    private const int Half = Int16Kernel.PanelColumns / 2;

    private interface IRows
    {
        public static abstract int Count { get; }
    }

    /// <summary>See <see cref="Int16Kernel.Multiply"/>.</summary>
    public static void Multiply(float* left, short* panel, int depth, int rows, float* scales, float* bias, float* result, int stride)
    {
        switch ((rows + 1) / 2)
        {
            case 1:
                Multiply<Two>(left, panel, depth, rows, scales, bias, result, stride);
                break;
            case 2:
                Multiply<Four>(left, panel, depth, rows, scales, bias, result, stride);
                break;
            case 3:
                Multiply<Six>(left, panel, depth, rows, scales, bias, result, stride);
                break;
            case 4:
                Multiply<Eight>(left, panel, depth, rows, scales, bias, result, stride);
                break;
            case 5:
                Multiply<Ten>(left, panel, depth, rows, scales, bias, result, stride);
                break;
            default:
                Multiply<Twelve>(left, panel, depth, rows, scales, bias, result, stride);
                break;
        }
    }

    // A type for each count: what is behind a condition on T.Count is left away for smaller ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(float* left, short* panel, int depth, int rows, float* scales, float* bias, float* result, int stride)
        where T : struct, IRows
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        Vector512<float> b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        for (var end = panel + ((nint)depth * Int16Kernel.PanelColumns); panel < end; panel += Int16Kernel.PanelColumns, left += T.Count)
        {
            Sse.Prefetch0(panel + Int16Kernel.Ahead);
            var a = Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector256.Load(panel)));
            var b = Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector256.Load(panel + Half)));
            Add(left[0], a, b, ref a0, ref b0);
            Add(left[1], a, b, ref a1, ref b1);
            if (T.Count > 2)
            {
                Add(left[2], a, b, ref a2, ref b2);
                Add(left[3], a, b, ref a3, ref b3);
            }

            if (T.Count > 4)
            {
                Add(left[4], a, b, ref a4, ref b4);
                Add(left[5], a, b, ref a5, ref b5);
            }

            if (T.Count > 6)
            {
                Add(left[6], a, b, ref a6, ref b6);
                Add(left[7], a, b, ref a7, ref b7);
            }

            if (T.Count > 8)
            {
                Add(left[8], a, b, ref a8, ref b8);
                Add(left[9], a, b, ref a9, ref b9);
            }

            if (T.Count > 10)
            {
                Add(left[10], a, b, ref a10, ref b10);
                Add(left[11], a, b, ref a11, ref b11);
            }
        }

        var to = new Target(scales, bias, result, stride, rows);
        to.Store(0, a0, b0);
        to.Store(1, a1, b1);
        to.Store(2, a2, b2);
        to.Store(3, a3, b3);
        to.Store(4, a4, b4);
        to.Store(5, a5, b5);
        to.Store(6, a6, b6);
        to.Store(7, a7, b7);
        to.Store(8, a8, b8);
        to.Store(9, a9, b9);
        to.Store(10, a10, b10);
        to.Store(11, a11, b11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float number, Vector512<float> a, Vector512<float> b, ref Vector512<float> sumA, ref Vector512<float> sumB)
    {
        var all = Vector512.Create(number);
        sumA = Avx512F.FusedMultiplyAdd(all, a, sumA);
        sumB = Avx512F.FusedMultiplyAdd(all, b, sumB);
    }

    private readonly struct Two : IRows
    {
        public static int Count => 2;
    }

    private readonly struct Four : IRows
    {
        public static int Count => 4;
    }

    private readonly struct Six : IRows
    {
        public static int Count => 6;
    }

    private readonly struct Eight : IRows
    {
        public static int Count => 8;
    }

    private readonly struct Ten : IRows
    {
        public static int Count => 10;
    }

    private readonly struct Twelve : IRows
    {
        public static int Count => 12;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Target(float* scales, float* bias, float* result, int stride, int rows)
    {
        private readonly Vector512<float> _scaleA = Vector512.Load(scales);
        private readonly Vector512<float> _scaleB = Vector512.Load(scales + Half);
        private readonly Vector512<float> _biasA = Vector512.Load(bias);
        private readonly Vector512<float> _biasB = Vector512.Load(bias + Half);
        private readonly float* _result = result;
        private readonly int _stride = stride;
        private readonly int _rows = rows;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(int row, Vector512<float> a, Vector512<float> b)
        {
            if (row < _rows)
            {
                var to = _result + ((nint)row * _stride);
                Avx512F.FusedMultiplyAdd(a, _scaleA, _biasA).Store(to);
                Avx512F.FusedMultiplyAdd(b, _scaleB, _biasB).Store(to + Half);
            }
        }
    }
}
