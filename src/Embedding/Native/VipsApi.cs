using System.Runtime.InteropServices;

namespace Photoseek.Embedding.Native;

/// <summary>libvips and GObject as their C headers declare them. Nothing here checks anything: see <see cref="Vips"/>.</summary>
/// <remarks>gboolean and enums are int, GType and gsize are native words, strings that are returned stay the library's.</remarks>
internal static unsafe partial class VipsApi
{
    private const string Library = NativeLibraries.Vips;

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Init(string programName);

    [LibraryImport(Library, EntryPoint = "vips_version_string")]
    internal static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    internal static partial void ConcurrencySet(int threads);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    internal static partial void CacheSetMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void OperationBlockSet(string className, int blocked);

    [LibraryImport(Library, EntryPoint = "vips_tracked_get_mem")]
    internal static partial nuint TrackedMemory();

    [LibraryImport(Library, EntryPoint = "vips_error_buffer_copy")]
    internal static partial nint TakeErrors();

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial VipsOperation OperationNew(string nickname);

    [LibraryImport(Library, EntryPoint = "vips_cache_operation_buildp")]
    internal static partial int OperationBuild(ref nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    internal static partial void UnrefOutputs(VipsOperation operation);

    [LibraryImport(Library, EntryPoint = "vips_blob_new")]
    internal static partial VipsBlob BlobNew(nint free, void* data, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_blob_get")]
    internal static partial byte* BlobGet(VipsBlob blob, out nuint length);

    [LibraryImport(Library, EntryPoint = "vips_area_copy")]
    internal static partial nint AreaRef(nint area);

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    internal static partial void AreaUnref(nint area);

    [LibraryImport(Library, EntryPoint = "vips_blob_get_type")]
    internal static partial nuint BlobType();

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    internal static partial nuint ImageType();

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory")]
    internal static partial VipsImage ImageNewFromMemory(
        void* data, nuint length, int width, int height, int bands, int format);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    internal static partial int ImageWidth(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    internal static partial int ImageHeight(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    internal static partial int ImageBands(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    internal static partial int ImageFormat(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    internal static partial int ImageInterpretation(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_region_new")]
    internal static partial VipsRegion RegionNew(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_region_fetch")]
    internal static partial byte* RegionFetch(VipsRegion region, int left, int top, int width, int height, out nuint length);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProperty(VipsObject instance, string name, in GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GetProperty(VipsObject instance, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_ref")]
    internal static partial nint ObjectRef(nint instance);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    internal static partial void ObjectUnref(nint instance);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    internal static partial void ValueInit(ref GValue value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    internal static partial void ValueUnset(ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_set_int")]
    internal static partial void ValueSetInt(ref GValue value, int number);

    [LibraryImport(Library, EntryPoint = "g_value_set_boxed")]
    internal static partial void ValueSetBoxed(ref GValue value, VipsBlob boxed);

    [LibraryImport(Library, EntryPoint = "g_value_set_object")]
    internal static partial void ValueSetObject(ref GValue value, VipsObject instance);

    [LibraryImport(Library, EntryPoint = "g_value_get_boxed")]
    internal static partial nint ValueGetBoxed(in GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_get_object")]
    internal static partial nint ValueGetObject(in GValue value);

    [LibraryImport(Library, EntryPoint = "g_free")]
    internal static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "g_log_set_default_handler")]
    internal static partial nint LogSetDefaultHandler(
        delegate* unmanaged[Cdecl]<byte*, int, byte*, void*, void> handler, void* data);
}
