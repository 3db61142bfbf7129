using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Images;

/// <summary>Writes WebP with libvips.</summary>
internal static unsafe class WebpWriter
{
    // 0 is fastest, 6 smallest.
    private const int Effort = 2;

    /// <summary>Encodes RGB pixels; no metadata is written.</summary>
    public static byte[] Write(ReadOnlySpan<byte> rgb, int width, int height, int quality)
    {
        fixed (byte* pixels = rgb)
        {
            using var image = VipsImage.Lend((nint)pixels, width, height);
            using var save = VipsOperation.Named("webpsave_buffer");
            using var file = save
                .Set("in", image)
                .Set("Q", quality)
                .Set("effort", Effort)
                .Set("keep", 0)
                .BuildBlob("buffer");
            return file.ToArray();
        }
    }
}
