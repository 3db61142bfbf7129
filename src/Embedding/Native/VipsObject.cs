using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>One reference to a GObject of libvips.</summary>
internal abstract class VipsObject() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        VipsApi.ObjectUnref(handle);
        return true;
    }
}
