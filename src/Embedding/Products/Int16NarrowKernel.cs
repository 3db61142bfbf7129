using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Photoseek.Embedding.Products;

/// <summary>Three rows times 32 columns with AVX2: twelve sums, and with what is added to them the sixteen registers are full.</summary>
internal static unsafe class Int16NarrowKernel
{
    /// <summary>Rows that are multiplied at a time; fewer take as long.</summary>
    public const int Rows = 3;

    private const int Eight = 8;

    /// <summary>See <see cref="Int16Kernel.Multiply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* left, short* panel, int depth, int rows, float* scales, float* bias, float* result, int stride)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector256<float> c0 = default, c1 = default, c2 = default, c3 = default;
        for (var end = panel + ((nint)depth * Int16Kernel.PanelColumns); panel < end; panel += Int16Kernel.PanelColumns, left += Rows)
        {
            Sse.Prefetch0(panel + Int16Kernel.Ahead);
            var a = Vector256.Create(left[0]);
            var b = Vector256.Create(left[1]);
            var c = Vector256.Create(left[2]);
            Add(panel, a, b, c, ref a0, ref b0, ref c0);
            Add(panel + Eight, a, b, c, ref a1, ref b1, ref c1);
            Add(panel + (2 * Eight), a, b, c, ref a2, ref b2, ref c2);
            Add(panel + (3 * Eight), a, b, c, ref a3, ref b3, ref c3);
        }

        Store(a0, a1, a2, a3, scales, bias, result);
        if (rows > 1)
        {
            Store(b0, b1, b2, b3, scales, bias, result + stride);
        }

        if (rows > 2)
        {
            Store(c0, c1, c2, c3, scales, bias, result + (2 * (nint)stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        short* numbers, Vector256<float> a, Vector256<float> b, Vector256<float> c, ref Vector256<float> sumA, ref Vector256<float> sumB, ref Vector256<float> sumC)
    {
        var wide = Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(numbers));
        sumA = Fma.MultiplyAdd(wide, a, sumA);
        sumB = Fma.MultiplyAdd(wide, b, sumB);
        sumC = Fma.MultiplyAdd(wide, c, sumC);
    }

    private static void Store(
        Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth, float* scales, float* bias, float* to)
    {
        Finish(first, scales, bias, to);
        Finish(second, scales + Eight, bias + Eight, to + Eight);
        Finish(third, scales + (2 * Eight), bias + (2 * Eight), to + (2 * Eight));
        Finish(fourth, scales + (3 * Eight), bias + (3 * Eight), to + (3 * Eight));
    }

    private static void Finish(Vector256<float> sum, float* scales, float* bias, float* to) =>
        Fma.MultiplyAdd(sum, Vector256.Load(scales), Vector256.Load(bias)).Store(to);
}
