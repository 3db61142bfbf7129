using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>Names of the two native libraries, and where they are: <c>runtimes/RID/native</c> beside the assembly.</summary>
internal static class NativeLibraries
{
    public const string OnnxRuntime = "libonnxruntime.so.1";

    public const string Vips = "libvips-cpp.so.8.18.7";

    // A static constructor would run only when a member of this class is used; constants are not a use.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "An assembly has one resolver, and it must be there before the first import.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name is not (OnnxRuntime or Vips))
        {
            return 0;
        }

        var rid = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native", name);
        return File.Exists(path)
            ? NativeLibrary.Load(path)
            : throw new DllNotFoundException($"{path} is missing: build with ./run.sh, which fetches it.");
    }
}
