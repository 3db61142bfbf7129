using System.Runtime.InteropServices;
using System.Text;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Native;

/// <summary>
/// The part of ONNX Runtime's C API that is used here: a table of functions, called by their places in it. The places
/// never change (onnxruntime_c_api.h only appends); every call but the releases answers a status, null when all is well.
/// </summary>
internal static unsafe partial class OrtApi
{
    // The oldest interface that has all of it; any library since answers to it.
    public const uint Version = 17;

    private static readonly nint* Table = Load();

    public static void CreateEnv(nint* env)
    {
        fixed (byte* name = "photoseek"u8)
        {
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)Table[3])(LogWarnings, name, env));
        }
    }

    public static void CreateSession(nint env, byte* graph, nuint length, nint options, nint* session) =>
        Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)Table[8])(env, graph, length, options, session));

    public static void Run(nint session, byte** inputNames, nint* inputs, nuint inputCount, byte** outputNames, nuint outputCount, nint* outputs) =>
        Check(((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)Table[9])(
            session, 0, inputNames, inputs, inputCount, outputNames, outputCount, outputs));

    public static void CreateSessionOptions(nint* options) => Check(((delegate* unmanaged<nint*, nint>)Table[10])(options));

    public static void SetSequentialExecution(nint options) => Check(((delegate* unmanaged<nint, int, nint>)Table[13])(options, 0));

    public static void SetMemoryPattern(nint options, bool on) => Check(((delegate* unmanaged<nint, nint>)Table[on ? 16 : 17])(options));

    public static void EnableCpuArena(nint options) => Check(((delegate* unmanaged<nint, nint>)Table[18])(options));

    public static void SetAllOptimizations(nint options) => Check(((delegate* unmanaged<nint, int, nint>)Table[23])(options, 99));

    public static void SetIntraOpThreads(nint options, int threads) => Check(((delegate* unmanaged<nint, int, nint>)Table[24])(options, threads));

    public static void SetInterOpThreads(nint options, int threads) => Check(((delegate* unmanaged<nint, int, nint>)Table[25])(options, threads));

    public static nuint PortCount(nint session, bool input)
    {
        nuint count;
        Check(((delegate* unmanaged<nint, nuint*, nint>)Table[input ? 30 : 31])(session, &count));
        return count;
    }

    public static void PortType(nint session, bool input, nuint index, nint* type) =>
        Check(((delegate* unmanaged<nint, nuint, nint*, nint>)Table[input ? 33 : 34])(session, index, type));

    public static string PortName(nint session, bool input, nuint index)
    {
        nint allocator;
        Check(((delegate* unmanaged<nint*, nint>)Table[78])(&allocator));
        nint name;
        Check(((delegate* unmanaged<nint, nuint, nint, nint*, nint>)Table[input ? 36 : 37])(session, index, allocator, &name));
        try
        {
            return Marshal.PtrToStringUTF8(name)!;
        }
        finally
        {
            Check(((delegate* unmanaged<nint, nint, nint>)Table[76])(allocator, name));
        }
    }

    public static void CreateTensor(nint memory, void* data, nuint bytes, long* shape, nuint rank, int element, nint* value) =>
        Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)Table[49])(memory, data, bytes, shape, rank, element, value));

    /// <summary>The tensor part of a port's type, owned by the type; null when the port is no tensor.</summary>
    public static nint TensorOf(nint type)
    {
        nint tensor;
        Check(((delegate* unmanaged<nint, nint*, nint>)Table[55])(type, &tensor));
        return tensor;
    }

    public static int ElementOf(nint tensor)
    {
        int element;
        Check(((delegate* unmanaged<nint, int*, nint>)Table[60])(tensor, &element));
        return element;
    }

    public static long[] ShapeOf(nint tensor)
    {
        nuint rank;
        Check(((delegate* unmanaged<nint, nuint*, nint>)Table[61])(tensor, &rank));
        var shape = new long[rank];
        fixed (long* p = shape)
        {
            Check(((delegate* unmanaged<nint, long*, nuint, nint>)Table[62])(tensor, p, rank));
        }

        return shape;
    }

    public static void CreateCpuMemory(nint* memory) => Check(((delegate* unmanaged<int, int, nint*, nint>)Table[69])(1, 0, memory));

    public static void AddConfig(nint options, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* k = key, v = value)
        {
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)Table[130])(options, k, v));
        }
    }

    public static void CreateOperatorDomain(ReadOnlySpan<byte> name, nint* domain)
    {
        fixed (byte* n = name)
        {
            Check(((delegate* unmanaged<byte*, nint*, nint>)Table[26])(n, domain));
        }
    }

    public static void AddOperator(nint domain, void* @operator) => Check(((delegate* unmanaged<nint, void*, nint>)Table[27])(domain, @operator));

    public static void AddOperatorDomain(nint options, nint domain) => Check(((delegate* unmanaged<nint, nint, nint>)Table[28])(options, domain));

    /// <summary>A whole number among the attributes of the node that a kernel is made for.</summary>
    public static long AttributeOf(nint info, ReadOnlySpan<byte> name)
    {
        long value;
        fixed (byte* n = name)
        {
            Check(((delegate* unmanaged<nint, byte*, long*, nint>)Table[86])(info, n, &value));
        }

        return value;
    }

    /// <summary>What a kernel is to read in this run.</summary>
    public static nint InputOf(nint context, nuint index)
    {
        nint value;
        Check(((delegate* unmanaged<nint, nuint, nint*, nint>)Table[90])(context, index, &value));
        return value;
    }

    /// <summary>Where a kernel is to write in this run; the runtime takes the memory for it.</summary>
    public static nint OutputOf(nint context, nuint index, ReadOnlySpan<long> shape)
    {
        nint value;
        fixed (long* sides = shape)
        {
            Check(((delegate* unmanaged<nint, nuint, long*, nuint, nint*, nint>)Table[91])(context, index, sides, (nuint)shape.Length, &value));
        }

        return value;
    }

    public static long[] ShapeOfValue(nint value)
    {
        nint tensor;
        Check(((delegate* unmanaged<nint, nint*, nint>)Table[65])(value, &tensor));
        try
        {
            return ShapeOf(tensor);
        }
        finally
        {
            Release(OrtKind.TensorShape, tensor);
        }
    }

    public static void* NumbersOf(nint value)
    {
        void* numbers;
        Check(((delegate* unmanaged<nint, void**, nint>)Table[51])(value, &numbers));
        return numbers;
    }

    /// <summary>Has the threads of the session do <paramref name="total"/> parts of a kernel's work, and waits for them.</summary>
    public static void Parallel(nint context, delegate* unmanaged<void*, nuint, void> part, nuint total, void* job) =>
        Check(((delegate* unmanaged<nint, delegate* unmanaged<void*, nuint, void>, nuint, nuint, void*, nint>)Table[274])(context, part, total, 0, job));

    /// <summary>What a kernel answers when it failed.</summary>
    public static nint Failure(string message)
    {
        fixed (byte* words = Encoding.UTF8.GetBytes(message + '\0'))
        {
            return ((delegate* unmanaged<int, byte*, nint>)Table[0])(1, words);
        }
    }

    public static void Release(OrtKind kind, nint handle) => ((delegate* unmanaged<nint, void>)Table[(int)kind])(handle);

    private const int LogWarnings = 2;

    private static void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Table[2])(status));
        Release(OrtKind.Status, status);
        throw new OnnxException(message ?? "ONNX Runtime failed without a message.");
    }

    /// <summary>What the library says it is.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8((nint)GetApiBase()->GetVersion()) ?? "";

    private static nint* Load()
    {
        var table = (nint*)GetApiBase()->GetApi(Version);
        return table != null ? table : throw new OnnxException($"This ONNX Runtime does not have version {Version} of its interface.");
    }

    [LibraryImport(NativeLibraries.OnnxRuntime, EntryPoint = "OrtGetApiBase")]
    private static partial ApiBase* GetApiBase();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ApiBase
    {
        public readonly delegate* unmanaged<uint, void*> GetApi;
        public readonly delegate* unmanaged<byte*> GetVersion;
    }
}
