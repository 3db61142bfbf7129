using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>A counted block of bytes: the caller's, on the way in (nothing is copied), or the library's, on the way out.</summary>
internal sealed unsafe class VipsBlob : SafeHandle
{
    public VipsBlob()
        : base(0, ownsHandle: true)
    {
    }

    private VipsBlob(nint blob)
        : this() => SetHandle(blob);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Lends <paramref name="data"/>, which stays pinned until all that was made of it is disposed.</summary>
    public static VipsBlob Lend(nint data, int length) => Vips.Check(VipsApi.BlobNew(0, (void*)data, (nuint)length));

    /// <summary>Takes a further reference to <paramref name="blob"/>.</summary>
    public static VipsBlob Share(nint blob) => new(VipsApi.AreaRef(blob));

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray()
    {
        var data = VipsApi.BlobGet(this, out var length);
        return new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        VipsApi.AreaUnref(handle);
        return true;
    }
}
