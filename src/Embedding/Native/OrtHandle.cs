using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>Owns one object of ONNX Runtime and gives it back exactly once.</summary>
internal sealed class OrtHandle : SafeHandle
{
    private readonly OrtKind _kind;

    public OrtHandle(OrtKind kind, nint value)
        : base(0, ownsHandle: true)
    {
        _kind = kind;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The object's address, for as long as this handle is not disposed of.</summary>
    public nint Value => !IsClosed ? handle : throw new ObjectDisposedException(_kind.ToString());

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(_kind, handle);
        return true;
    }
}
