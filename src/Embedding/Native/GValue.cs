using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>GObject's box for a property's value: a type and two words. Zero before g_value_init.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    /// <summary>G_TYPE_INT; enums and flags take an int too, as GObject transforms it.</summary>
    public const nuint Int = 6 << 2;

    /// <summary>G_TYPE_BOOLEAN.</summary>
    public const nuint Boolean = 5 << 2;

    private nuint _type;
    private ulong _first;
    private ulong _second;
}
