using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>Writes JPEG with libvips.</summary>
internal static unsafe class JpegWriter
{
    /// <summary>Encodes RGB pixels; no metadata is written.</summary>
    public static byte[] Write(ReadOnlySpan<byte> rgb, int width, int height, int quality)
    {
        fixed (byte* pixels = rgb)
        {
            using var image = VipsImage.Lend((nint)pixels, width, height);
            using var save = VipsOperation.Named("jpegsave_buffer");
            using var file = save
                .Set("in", image)
                .Set("Q", quality)
                .Set("keep", 0)
                .BuildBlob("buffer");
            return file.ToArray();
        }
    }
}
