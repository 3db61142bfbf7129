using System.Runtime.InteropServices;
using System.Text;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Onnx;

/// <summary>
/// A graph ready to run. The one place that knows ONNX Runtime's objects: another binding of it would replace this file.
/// </summary>
/// <remarks>Any number of threads may call <see cref="Run"/> at a time: nothing here is written after it is loaded.</remarks>
internal sealed unsafe class OnnxSession : IDisposable
{
    // The runtime wants one environment a process, alive for as long as any session is.
    private static readonly OrtHandle Env = New(OrtKind.Env, OrtApi.CreateEnv);
    private static readonly OrtHandle CpuMemory = New(OrtKind.MemoryInfo, OrtApi.CreateCpuMemory);

    // Two sessions that are the first of the process and made at once trip over each other in tables that the runtime fills then.
    private static readonly Lock Making = new();

    private readonly OrtHandle _session;
    private readonly byte[][] _inputNames;
    private readonly byte[][] _outputNames;

    private OnnxSession(OrtHandle session)
    {
        _session = session;
        Inputs = Ports(input: true);
        Outputs = Ports(input: false);
        _inputNames = [.. Inputs.Select(PinnedName)];
        _outputNames = [.. Outputs.Select(PinnedName)];
    }

    private delegate void Create(nint* handle);

    /// <summary>What the graph reads.</summary>
    public IReadOnlyList<OnnxPort> Inputs { get; }

    /// <summary>What the graph gives.</summary>
    public IReadOnlyList<OnnxPort> Outputs { get; }

    /// <summary>Reads and optimises a graph.</summary>
    /// <param name="graph">What an .onnx file holds.</param>
    /// <param name="folder">Where the files lie that the graph's weights are mapped from.</param>
    /// <param name="threads">Threads inside one run; with one there is no pool at all.</param>
    /// <param name="memoryPattern">Plan memory once: right where every run has the same shapes.</param>
    /// <exception cref="OnnxException">This is not a graph that this runtime can run.</exception>
    public static OnnxSession Load(ReadOnlySpan<byte> graph, string folder, int threads, bool memoryPattern)
    {
        using var options = New(OrtKind.SessionOptions, OrtApi.CreateSessionOptions);
        OrtApi.SetSequentialExecution(options.Value);
        OrtApi.SetIntraOpThreads(options.Value, threads);
        OrtApi.SetInterOpThreads(options.Value, 1);
        OrtApi.SetAllOptimizations(options.Value);
        OrtApi.EnableCpuArena(options.Value);
        OrtApi.SetMemoryPattern(options.Value, memoryPattern);

        // From node to node the threads of a run meet within microseconds, and to sleep until then would cost a sixth of a query. Spinning
        // for longer takes the cores that others wait for.
        OrtApi.AddConfig(options.Value, "session.intra_op.allow_spinning"u8, "1"u8);
        OrtApi.AddConfig(options.Value, "session.intra_op.spin_duration_us"u8, "20"u8);
        OrtApi.AddConfig(options.Value, "session.model_external_initializers_file_folder_path"u8, Encoding.UTF8.GetBytes(folder + '\0'));
        OwnOperators.AddTo(options.Value);
        fixed (byte* bytes = graph)
        {
            nint session;
            lock (Making)
            {
                OrtApi.CreateSession(Env.Value, bytes, (nuint)graph.Length, options.Value, &session);
            }

            return new OnnxSession(new OrtHandle(OrtKind.Session, session));
        }
    }

    /// <summary>Runs the graph over the callers' memory, without copying it.</summary>
    /// <exception cref="OnnxException">The run failed, for instance because a shape does not fit.</exception>
    public void Run(ReadOnlySpan<OnnxTensor> inputs, OnnxTensor output)
    {
        var names = stackalloc byte*[inputs.Length];
        var values = stackalloc nint[inputs.Length];
        var held = false;
        var made = 0;
        nint result = 0;
        try
        {
            // Keeps the session alive when another thread disposes of it meanwhile.
            _session.DangerousAddRef(ref held);
            for (; made < inputs.Length; made++)
            {
                names[made] = Address(_inputNames[inputs[made].Port.Index]);
                CreateTensor(inputs[made], &values[made]);
            }

            CreateTensor(output, &result);
            var outputName = Address(_outputNames[output.Port.Index]);
            OrtApi.Run(_session.Value, names, values, (nuint)inputs.Length, &outputName, 1, &result);
        }
        finally
        {
            Release(result);
            for (var i = 0; i < made; i++)
            {
                Release(values[i]);
            }

            if (held)
            {
                _session.DangerousRelease();
            }
        }
    }

    public void Dispose() => _session.Dispose();

    private static void CreateTensor(OnnxTensor tensor, nint* value)
    {
        fixed (long* shape = tensor.Shape)
        {
            OrtApi.CreateTensor(
                CpuMemory.Value, (void*)tensor.Data, tensor.Bytes, shape, (nuint)tensor.Shape.Length, (int)tensor.Port.Element, value);
        }
    }

    private static void Release(nint value)
    {
        if (value != 0)
        {
            OrtApi.Release(OrtKind.Value, value);
        }
    }

    private static OrtHandle New(OrtKind kind, Create create)
    {
        nint value;
        create(&value);
        return new OrtHandle(kind, value);
    }

    // On the pinned heap: its address is good for as long as the array lives.
    private static byte[] PinnedName(OnnxPort port)
    {
        var name = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(port.Name) + 1, pinned: true);
        Encoding.UTF8.GetBytes(port.Name, name);
        return name;
    }

    private static byte* Address(byte[] pinned) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    private OnnxPort[] Ports(bool input)
    {
        var ports = new OnnxPort[OrtApi.PortCount(_session.Value, input)];
        for (var i = 0; i < ports.Length; i++)
        {
            nint typeAddress;
            OrtApi.PortType(_session.Value, input, (nuint)i, &typeAddress);
            using var type = new OrtHandle(OrtKind.TypeInfo, typeAddress);
            var tensor = OrtApi.TensorOf(type.Value);
            var element = tensor == 0 ? 0 : OrtApi.ElementOf(tensor);
            ports[i] = new OnnxPort(
                i,
                OrtApi.PortName(_session.Value, input, (nuint)i),
                Enum.IsDefined((OnnxElement)element) ? (OnnxElement)element : OnnxElement.Other,
                tensor == 0 ? [] : OrtApi.ShapeOf(tensor));
        }

        return ports;
    }
}
