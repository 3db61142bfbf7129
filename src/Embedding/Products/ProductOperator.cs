using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Photoseek.Embedding.Native;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Products;

/// <summary>
/// An operator of our own that ONNX Runtime calls where a graph names it: rows of float32 times an <see cref="Int16Matrix"/>, which the
/// node's attribute points to. The runtime's own threads do the work.
/// </summary>
internal static unsafe class ProductOperator
{
    /// <summary>Its name in a graph.</summary>
    public const string Name = "Int16Product";

    /// <summary>The attribute that holds what <see cref="Offer"/> gave.</summary>
    public const string Attribute = "matrix";

    // Numbers and not addresses: what a file says must not be followed into memory.
    private static readonly ConcurrentDictionary<long, Int16Matrix> Offered = new();
    private static long _last;

    /// <summary>Lets graphs name a matrix by a number, until <see cref="Withdraw"/>; those that were loaded keep it.</summary>
    public static long Offer(Int16Matrix matrix)
    {
        var number = Interlocked.Increment(ref _last);
        Offered[number] = matrix;
        return number;
    }

    /// <summary>The end of <see cref="Offer"/>.</summary>
    public static void Withdraw(long number) => Offered.TryRemove(number, out _);

    /// <summary>The operator as the runtime wants it.</summary>
    public static OperatorDescription* Describe() => OperatorDescription.Of(Name, &Create, &Destroy, &Compute);

    [UnmanagedCallersOnly]
    private static nint Create(OperatorDescription* self, nint api, nint info, nint* kernel)
    {
        try
        {
            var number = OrtApi.AttributeOf(info, Encoding.UTF8.GetBytes(Attribute + '\0'));
            if (!Offered.TryGetValue(number, out var matrix))
            {
                return OrtApi.Failure($"There is no matrix {number}: {Name} is for graphs that this app rewrites, and must not be in a file.");
            }

            // Keeps the matrix for as long as the runtime has the kernel.
            *kernel = GCHandle.ToIntPtr(GCHandle.Alloc(matrix));
            return 0;
        }
        catch (OnnxException e)
        {
            return OrtApi.Failure(e.Message);
        }
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint kernel) => GCHandle.FromIntPtr(kernel).Free();

    [UnmanagedCallersOnly]
    private static nint Compute(nint kernel, nint context)
    {
        try
        {
            Compute(kernel, MatrixOf(kernel), context);
            return 0;
        }
#pragma warning disable CA1031 // Nothing may be thrown through the runtime; it hands the message to the caller of the run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return OrtApi.Failure(e.Message);
        }
    }

    private static void Compute(nint kernel, Int16Matrix matrix, nint context)
    {
        var input = OrtApi.InputOf(context, 0);
        var shape = OrtApi.ShapeOfValue(input);
        if (shape is not [.., var depth] || depth != matrix.Depth)
        {
            throw new OnnxException($"Rows of {matrix.Depth} were expected, the input is [{string.Join(',', shape)}].");
        }

        var rows = 1;
        foreach (var side in shape.AsSpan(..^1))
        {
            rows = checked(rows * (int)side);
        }

        shape[^1] = matrix.Columns;
        var output = OrtApi.OutputOf(context, 0, shape);
        if (rows == 0)
        {
            return;
        }

        var arranged = ArrayPool<float>.Shared.Rent(matrix.ArrangedLength(rows));
        fixed (float* left = arranged)
        {
            matrix.Arrange((float*)OrtApi.NumbersOf(input), rows, left);
            var job = new Job { Kernel = kernel, Left = left, Rows = rows, Result = (float*)OrtApi.NumbersOf(output) };
            OrtApi.Parallel(context, &Part, (nuint)matrix.Panels, &job);
        }

        ArrayPool<float>.Shared.Return(arranged);
    }

    [UnmanagedCallersOnly]
    private static void Part(void* job, nuint panel)
    {
        var it = (Job*)job;
        MatrixOf(it->Kernel).Multiply(it->Left, it->Rows, (int)panel, it->Result);
    }

    private static Int16Matrix MatrixOf(nint kernel) => Unsafe.As<Int16Matrix>(GCHandle.FromIntPtr(kernel).Target!);

    [StructLayout(LayoutKind.Auto)]
    private struct Job
    {
        public nint Kernel;
        public float* Left;
        public int Rows;
        public float* Result;
    }
}
