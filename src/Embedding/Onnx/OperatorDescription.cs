using System.Runtime.InteropServices;
using System.Text;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Onnx;

/// <summary>
/// An operator of our own, of one float32 input and one output, as ONNX Runtime wants it described: OrtCustomOp of
/// onnxruntime_c_api.h. What is left out is for operators of other kinds, and stays null.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 216)]
internal unsafe struct OperatorDescription
{
    [FieldOffset(0)]
    private uint _version;

    [FieldOffset(16)]
    private delegate* unmanaged<OperatorDescription*, byte*> _name;

    [FieldOffset(24)]
    private delegate* unmanaged<OperatorDescription*, byte*> _provider;

    [FieldOffset(32)]
    private delegate* unmanaged<OperatorDescription*, nuint, int> _inputType;

    [FieldOffset(40)]
    private delegate* unmanaged<OperatorDescription*, nuint> _inputCount;

    [FieldOffset(48)]
    private delegate* unmanaged<OperatorDescription*, nuint, int> _outputType;

    [FieldOffset(56)]
    private delegate* unmanaged<OperatorDescription*, nuint> _outputCount;

    [FieldOffset(72)]
    private delegate* unmanaged<nint, void> _destroy;

    [FieldOffset(80)]
    private delegate* unmanaged<OperatorDescription*, nuint, int> _inputTrait;

    [FieldOffset(88)]
    private delegate* unmanaged<OperatorDescription*, nuint, int> _outputTrait;

    [FieldOffset(96)]
    private delegate* unmanaged<OperatorDescription*, nuint, int> _inputMemory;

    [FieldOffset(136)]
    private delegate* unmanaged<OperatorDescription*, nint, nint, nint*, nint> _create;

    [FieldOffset(144)]
    private delegate* unmanaged<nint, nint, nint> _compute;

    // Ours, behind the last that is the runtime's.
    [FieldOffset(208)]
    private byte* _operatorName;

    /// <summary>Describes an operator, for the life of the process.</summary>
    /// <param name="name">Its name in a graph.</param>
    /// <param name="create">Makes the kernel of a node.</param>
    /// <param name="destroy">Ends it.</param>
    /// <param name="compute">Runs it: kernel, context; answers a status.</param>
    public static OperatorDescription* Of(
        string name,
        delegate* unmanaged<OperatorDescription*, nint, nint, nint*, nint> create,
        delegate* unmanaged<nint, void> destroy,
        delegate* unmanaged<nint, nint, nint> compute)
    {
        var description = (OperatorDescription*)NativeMemory.AllocZeroed((nuint)sizeof(OperatorDescription));
        var letters = (byte*)NativeMemory.AllocZeroed((nuint)name.Length + 1);
        Encoding.ASCII.GetBytes(name, new Span<byte>(letters, name.Length));
        description->_version = OrtApi.Version;
        description->_operatorName = letters;
        description->_name = &NameOf;
        description->_provider = &ProviderOf;
        description->_inputType = &Float32;
        description->_inputCount = &One;
        description->_outputType = &Float32;
        description->_outputCount = &One;
        description->_inputTrait = &Zero;
        description->_outputTrait = &Zero;
        description->_inputMemory = &Zero;
        description->_create = create;
        description->_destroy = destroy;
        description->_compute = compute;
        return description;
    }

    [UnmanagedCallersOnly]
    private static byte* NameOf(OperatorDescription* self) => self->_operatorName;

    // None: the processor's.
    [UnmanagedCallersOnly]
    private static byte* ProviderOf(OperatorDescription* self) => null;

    [UnmanagedCallersOnly]
    private static int Float32(OperatorDescription* self, nuint index) => (int)OnnxElement.Float32;

    [UnmanagedCallersOnly]
    private static nuint One(OperatorDescription* self) => 1;

    // Of inputs and outputs: required; of memory: the usual.
    [UnmanagedCallersOnly]
    private static int Zero(OperatorDescription* self, nuint index) => 0;
}
