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

    /// <summary>The domain of the operators of this app.</summary>
    public const string Domain = "photoseek";

    /// <summary>The attribute that holds what <see cref="Offer"/> gave.</summary>
    public const string Attribute = "matrix";

    // For the life of the process: every session looks the operator up here.
    private static readonly nint Registered = Register();

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

    /// <summary>Makes the operator known to a session that will be made.</summary>
    public static void AddTo(nint options) => OrtApi.AddOperatorDomain(options, Registered);

    private static nint Register()
    {
        var description = (Description*)NativeMemory.AllocZeroed((nuint)sizeof(Description));
        var name = (byte*)NativeMemory.AllocZeroed((nuint)Name.Length + 1);
        Encoding.ASCII.GetBytes(Name, new Span<byte>(name, Name.Length));
        description->Version = OrtApi.Version;
        description->OperatorName = name;
        description->GetName = &NameOf;
        description->GetProvider = &ProviderOf;
        description->GetInputType = &Float32;
        description->GetInputCount = &One;
        description->GetOutputType = &Float32;
        description->GetOutputCount = &One;
        description->Destroy = &Destroy;
        description->GetInputTrait = &Zero;
        description->GetOutputTrait = &Zero;
        description->GetInputMemory = &Zero;
        description->Create = &Create;
        description->Compute = &Compute;
        nint domain;
        OrtApi.CreateOperatorDomain(Encoding.UTF8.GetBytes(Domain + '\0'), &domain);
        OrtApi.AddOperator(domain, description);
        return domain;
    }

    [UnmanagedCallersOnly]
    private static byte* NameOf(Description* self) => self->OperatorName;

    // None: the processor's.
    [UnmanagedCallersOnly]
    private static byte* ProviderOf(Description* self) => null;

    [UnmanagedCallersOnly]
    private static int Float32(Description* self, nuint index) => (int)OnnxElement.Float32;

    [UnmanagedCallersOnly]
    private static nuint One(Description* self) => 1;

    // Of inputs and outputs: required; of memory: the usual.
    [UnmanagedCallersOnly]
    private static int Zero(Description* self, nuint index) => 0;

    [UnmanagedCallersOnly]
    private static nint Create(Description* self, nint api, nint info, nint* kernel)
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

    // OrtCustomOp of onnxruntime_c_api.h. What is left out is for operators of other kinds, and stays null.
    [StructLayout(LayoutKind.Explicit, Size = 216)]
    private struct Description
    {
        [FieldOffset(0)]
        public uint Version;

        [FieldOffset(16)]
        public delegate* unmanaged<Description*, byte*> GetName;

        [FieldOffset(24)]
        public delegate* unmanaged<Description*, byte*> GetProvider;

        [FieldOffset(32)]
        public delegate* unmanaged<Description*, nuint, int> GetInputType;

        [FieldOffset(40)]
        public delegate* unmanaged<Description*, nuint> GetInputCount;

        [FieldOffset(48)]
        public delegate* unmanaged<Description*, nuint, int> GetOutputType;

        [FieldOffset(56)]
        public delegate* unmanaged<Description*, nuint> GetOutputCount;

        [FieldOffset(72)]
        public delegate* unmanaged<nint, void> Destroy;

        [FieldOffset(80)]
        public delegate* unmanaged<Description*, nuint, int> GetInputTrait;

        [FieldOffset(88)]
        public delegate* unmanaged<Description*, nuint, int> GetOutputTrait;

        [FieldOffset(96)]
        public delegate* unmanaged<Description*, nuint, int> GetInputMemory;

        [FieldOffset(136)]
        public delegate* unmanaged<Description*, nint, nint, nint*, nint> Create;

        [FieldOffset(144)]
        public delegate* unmanaged<nint, nint, nint> Compute;

        // Ours, behind the last that is the runtime's.
        [FieldOffset(208)]
        public byte* OperatorName;
    }
}
