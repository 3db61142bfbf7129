using Photoseek.Embedding.Native;

namespace Photoseek.Embedding;

/// <summary>The libraries that are not .NET's, as they say themselves what they are. Reading one loads it.</summary>
public static class NativeVersions
{
    /// <summary>Such as "1.30.0".</summary>
    public static string OnnxRuntime => OrtApi.LibraryVersion;

    /// <summary>Such as "8.18.7".</summary>
    public static string Libvips => Vips.LibraryVersion;
}
