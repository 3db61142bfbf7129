using System.Runtime.InteropServices;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Native;

/// <summary>
/// The part of ONNX Runtime's C API that is used here: a table of functions, called by their places in it. The places
/// never change (onnxruntime_c_api.h only appends); every call but the releases answers a status, null when all is well.
/// </summary>
internal static unsafe partial class OrtApi
{
    // The oldest interface that has all of it; any library since answers to it.
    private const uint Version = 16;

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
