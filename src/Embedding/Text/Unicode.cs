using System.Runtime.InteropServices;
using System.Text;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Text;

/// <summary>
/// The normal forms of Unicode. The app runs in the invariant globalisation mode, where <see cref="string.Normalize()"/>
/// answers its input; GLib, which comes with libvips, has the tables.
/// </summary>
internal static partial class Unicode
{
    private const int ComposeCanonical = 1;
    private const int ComposeAll = 3;

    /// <summary>Composed characters (NFC).</summary>
    public static string Nfc(string text) => IsComposed(text) ? text : Normalize(text, ComposeCanonical);

    /// <summary>Composed characters, with compatibility forms replaced (NFKC).</summary>
    public static string Nfkc(string text) => Ascii.IsValid(text) ? text : Normalize(text, ComposeAll);

    // No character below U+0300 combines with the one before it, and all of them are composed.
    private static bool IsComposed(string text) => !text.AsSpan().ContainsAnyInRange('\u0300', '\uFFFF');

    private static unsafe string Normalize(string text, int form)
    {
        // GLib would take a zero for the end of the text.
        var utf8 = Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD'));
        fixed (byte* p = utf8)
        {
            var normal = Utf8Normalize(p, utf8.Length, form);
            try
            {
                return Marshal.PtrToStringUTF8(normal) ?? text;
            }
            finally
            {
                Free(normal);
            }
        }
    }

    [LibraryImport(NativeLibraries.Vips, EntryPoint = "g_utf8_normalize")]
    private static unsafe partial nint Utf8Normalize(byte* text, nint bytes, int form);

    [LibraryImport(NativeLibraries.Vips, EntryPoint = "g_free")]
    private static partial void Free(nint memory);
}
