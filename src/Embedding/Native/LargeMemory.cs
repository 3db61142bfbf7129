using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Microsoft.Win32.SafeHandles;

namespace Photoseek.Embedding.Native;

/// <summary>
/// Bytes that begin where a large page begins, and lie in large pages where the system has any: in small ones a scan of a gigabyte
/// spends a part of its time on finding out where each page lies. Freed when nobody refers to it any more.
/// </summary>
/// <remarks>A span does not count as referring to it: whoever has one holds on to this as well.</remarks>
public sealed unsafe partial class LargeMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int PageBytes = 2 << 20;
    private const int SmallPageBytes = 4096;
    private const int LineBytes = 64;

    // MADV_HUGEPAGE, a number of Linux.
    private const int InLargePages = 14;

    private readonly int _length;
    private readonly long _taken;

    /// <summary>Takes memory that nobody has written yet.</summary>
    /// <param name="length">In bytes. What fills no large page lies in small ones.</param>
    public LargeMemory(int length)
        : base(ownsHandle: true)
    {
        var taken = ((nuint)length + SmallPageBytes - 1) / SmallPageBytes * SmallPageBytes;
        SetHandle((nint)NativeMemory.AlignedAlloc(taken, PageBytes));
        _length = length;
        _taken = (long)taken;

        // So that the collector knows what it frees with one of these.
        GC.AddMemoryPressure(_taken);
        if (OperatingSystem.IsLinux())
        {
            // A wish: where it is refused, pages are small.
            _ = Advise(handle, taken / PageBytes * PageBytes, InLargePages);
        }
    }

    private byte* Bytes => (byte*)handle;

    /// <summary>A part of it.</summary>
    public Span<byte> Slice(int at, int length) =>
        (ulong)(uint)at + (uint)length <= (uint)_length
            ? new Span<byte>(Bytes + at, length)
            : throw new ArgumentOutOfRangeException(nameof(length), $"{length} bytes from {at} on are not within {_length}.");

    /// <summary>Has the processor fetch what will soon be read.</summary>
    public void Prefetch(int at, int length)
    {
        if (Sse.IsSupported)
        {
            for (var end = Math.Min(_length, at + length); at < end; at += LineBytes)
            {
                Sse.Prefetch0(Bytes + at);
            }
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree(Bytes);
        GC.RemoveMemoryPressure(_taken);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
