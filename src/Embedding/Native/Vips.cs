using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>Starts libvips with its doors shut: three loaders, no threads and no cache of its own.</summary>
internal static unsafe class Vips
{
    private static readonly Lazy<bool> Started = new(StartOnce);

    /// <summary>Bytes of pixel memory that libvips holds now, in the whole process.</summary>
    public static long TrackedMemory => (long)VipsApi.TrackedMemory();

    /// <summary>What the library says it is.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(VipsApi.VersionString()) ?? "";

    /// <summary>Does nothing the second time.</summary>
    public static void Start() => _ = Started.Value;

    /// <summary>Passes on what the library returned, or throws what it says is wrong.</summary>
    public static T Check<T>(T instance)
        where T : SafeHandle
    {
        if (!instance.IsInvalid)
        {
            return instance;
        }

        instance.Dispose();
        throw Error();
    }

    /// <summary>Takes what the library says is wrong, and clears it.</summary>
    /// <remarks>There is one error text for all threads, so under load it may tell of another thread's picture as well.</remarks>
    public static VipsException Error()
    {
        var text = VipsApi.TakeErrors();
        var message = Marshal.PtrToStringUTF8(text)?.Trim();
        VipsApi.Free((void*)text);
        return new VipsException(string.IsNullOrEmpty(message) ? "libvips failed and did not say why." : message);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(byte* domain, int level, byte* message, void* data)
    {
    }

    private static bool StartOnce()
    {
        if (VipsApi.Init("photoseek") != 0)
        {
            throw Error();
        }

        // It writes each oddity of each picture to the console. What matters comes back as an error.
        _ = VipsApi.LogSetDefaultHandler(&Ignore, null);

        // Pictures are decoded side by side by our own workers, and none is decoded twice.
        VipsApi.ConcurrencySet(1);
        VipsApi.CacheSetMax(0);

        // Shut all, then open three, in this order: blocking a class blocks all that derive from it.
        VipsApi.OperationBlockSet("VipsForeignLoad", 1);
        VipsApi.OperationBlockSet("VipsForeignLoadJpeg", 0);
        VipsApi.OperationBlockSet("VipsForeignLoadPng", 0);
        VipsApi.OperationBlockSet("VipsForeignLoadWebp", 0);
        return true;
    }
}
