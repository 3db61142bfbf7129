using System.Runtime.InteropServices;

namespace Photoseek.Search.Codes;

/// <summary>
/// Bytes that begin where a line of the cache begins: read 64 at a time from anywhere else, each load would come from two lines,
/// which a scan feels.
/// </summary>
internal sealed class AlignedBytes
{
    private const int Line = 64;
    private readonly byte[] _bytes;
    private readonly int _first;

    public AlignedBytes(int length)
    {
        // Pinned, as it would lose its place otherwise.
        _bytes = GC.AllocateUninitializedArray<byte>(length + Line - 1, pinned: true);
        _first = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0) & (Line - 1));
    }

    public Span<byte> Slice(int at, int length) => _bytes.AsSpan(_first + at, length);
}
