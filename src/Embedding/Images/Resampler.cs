using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Photoseek.Embedding.Images;

/// <summary>Resizes RGB pixels to the very bytes that Pillow's antialiased bicubic gives.</summary>
/// <remarks>Across first, rounded to bytes, then down: the order and the rounding between are part of the result.</remarks>
internal static class Resampler
{
    private const int Channels = 3;
    private const int Half = 1 << (ResampleWeights.Precision - 1);

    // A share is split as high * 2^12 + low so that both halves fit the 16-bit multiply-add; sums wrap and come out exact.
    private const int LowBits = 12;

    /// <summary>The whole picture in a new size.</summary>
    public static byte[] Resize(ReadOnlySpan<byte> rgb, int width, int height, int newWidth, int newHeight) =>
        Resize(rgb, width, height, newWidth, newHeight, new Window(0, 0, newWidth, newHeight), new Extent(0, 0, width, height));

    /// <summary>
    /// <paramref name="window"/> of the picture resized to newWidth x newHeight. Only the window is computed, so a
    /// 16,000 x 1 strip whose shorter side becomes 224 costs no more than its square.
    /// </summary>
    /// <param name="rgb">All pixels.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="newWidth">Pixels across that <paramref name="extent"/> becomes.</param>
    /// <param name="newHeight">Pixels down that <paramref name="extent"/> becomes.</param>
    /// <param name="window">What of that is wanted.</param>
    /// <param name="extent">The part of the pixels that is resized.</param>
    public static byte[] Resize(
        ReadOnlySpan<byte> rgb, int width, int height, int newWidth, int newHeight, Window window, Extent extent)
    {
        if (rgb.Length < (long)width * height * Channels)
        {
            throw new ArgumentException("Fewer pixels than the sides say.", nameof(rgb));
        }

        if (window.Left < 0 || window.Top < 0 || window.Left + window.Width > newWidth || window.Top + window.Height > newHeight)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "Outside the resized picture.");
        }

        var across = ResampleWeights.Create(width, extent.Left, extent.Width, newWidth, window.Left, window.Width);
        var down = ResampleWeights.Create(height, extent.Top, extent.Height, newHeight, window.Top, window.Height);
        var sameWidth = newWidth == width && extent.Width == width;
        var sameHeight = newHeight == height && extent.Height == height;
        var rows = down.End - down.Start;
        var stride = window.Width * Channels;
        var between = ArrayPool<byte>.Shared.Rent(rows * stride);
        try
        {
            for (var y = 0; y < rows; y++)
            {
                var source = rgb.Slice((down.Start + y) * width * Channels, width * Channels);
                var target = between.AsSpan(y * stride, stride);
                if (sameWidth)
                {
                    source.Slice(window.Left * Channels, stride).CopyTo(target);
                }
                else
                {
                    ResizeRow(source, across, target);
                }
            }

            var result = new byte[window.Height * stride];
            for (var y = 0; y < window.Height; y++)
            {
                var target = result.AsSpan(y * stride, stride);
                if (sameHeight)
                {
                    between.AsSpan((window.Top + y - down.Start) * stride, stride).CopyTo(target);
                }
                else
                {
                    var first = (down.First(y) - down.Start) * stride;
                    MixRows(between.AsSpan(first), stride, down.Shares(y)[..down.Count(y)], target);
                }
            }

            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(between);
        }
    }

    /// <summary>One row across.</summary>
    private static void ResizeRow(ReadOnlySpan<byte> source, ResampleWeights weights, Span<byte> target)
    {
        var x = 0;
        if (Avx2.IsSupported)
        {
            // Reads 16 bytes for every 4 taps, and writes 4 bytes a pixel: stop where either would leave the row.
            for (; x < (target.Length / Channels) - 1; x++)
            {
                var first = weights.First(x) * Channels;
                var taps = (weights.Count(x) + 3) & ~3;
                if (first + (taps * Channels) + 4 > source.Length)
                {
                    break;
                }

                var sum = MixPixels(ref Unsafe.AsRef(in source[first]), weights.Shares(x)[..taps]);
                Unsafe.WriteUnaligned(ref target[x * Channels], sum);
            }
        }

        for (; x < target.Length / Channels; x++)
        {
            var shares = weights.Shares(x)[..weights.Count(x)];
            var pixels = source[(weights.First(x) * Channels)..];
            int r = Half, g = Half, b = Half;
            for (var i = 0; i < shares.Length; i++)
            {
                r += shares[i] * pixels[i * Channels];
                g += shares[i] * pixels[(i * Channels) + 1];
                b += shares[i] * pixels[(i * Channels) + 2];
            }

            target[x * Channels] = Clip(r);
            target[(x * Channels) + 1] = Clip(g);
            target[(x * Channels) + 2] = Clip(b);
        }
    }

    /// <summary>R, G, B and one byte to spare of one pixel, four taps at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MixPixels(ref byte pixels, ReadOnlySpan<int> shares)
    {
        var high = Vector256<int>.Zero;
        var low = Vector256<int>.Zero;
        ref var share = ref MemoryMarshal.GetReference(shares);
        for (var i = 0; i < shares.Length; i += 4)
        {
            // R0 R1 G0 G1 B0 B1 . . R2 R3 G2 G3 B2 B3 . .
            var bytes = Vector128.Shuffle(
                Vector128.LoadUnsafe(ref pixels, (nuint)(i * Channels)),
                Vector128.Create((byte)0, 3, 1, 4, 2, 5, 255, 255, 6, 9, 7, 10, 8, 11, 255, 255));
            var words = Avx2.ConvertToVector256Int16(bytes);
            var four = Vector128.LoadUnsafe(ref share, (nuint)i);
            high += Avx2.MultiplyAddAdjacent(words, Pairs(four >> LowBits));
            low += Avx2.MultiplyAddAdjacent(words, Pairs(four & Vector128.Create((1 << LowBits) - 1)));
        }

        var both = (high << LowBits) + low;
        var sum = (both.GetLower() + both.GetUpper() + Vector128.Create(Half)) >> ResampleWeights.Precision;
        return Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate(sum, sum), Vector128<short>.Zero).AsUInt32().ToScalar();
    }

    /// <summary>k0 k1 k2 k3 to the 16-bit pairs (k0 k1) x 4, (k2 k3) x 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pairs(Vector128<int> four)
    {
        var words = Sse2.PackSignedSaturate(four, four).AsInt32();
        return Vector256.Create(Vector128.Shuffle(words, Vector128.Create(0)), Vector128.Shuffle(words, Vector128.Create(1))).AsInt16();
    }

    /// <summary>One row down: the weighted sum of <paramref name="shares"/>.Length rows.</summary>
    private static void MixRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> shares, Span<byte> target)
    {
        if (rows.Length < shares.Length * stride)
        {
            throw new ArgumentException("Fewer rows than shares.", nameof(rows));
        }

        var x = 0;
        ref var source = ref MemoryMarshal.GetReference(rows);
        for (; x <= target.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var a = Vector128.Create(Half);
            var (b, c, d) = (a, a, a);
            for (var i = 0; i < shares.Length; i++)
            {
                var bytes = Vector128.LoadUnsafe(ref source, (nuint)((i * stride) + x));
                var (lower, upper) = Vector128.Widen(bytes);
                var share = Vector128.Create(shares[i]);
                a += Vector128.WidenLower(lower).AsInt32() * share;
                b += Vector128.WidenUpper(lower).AsInt32() * share;
                c += Vector128.WidenLower(upper).AsInt32() * share;
                d += Vector128.WidenUpper(upper).AsInt32() * share;
            }

            Vector128.Narrow(Vector128.Narrow(Clip(a), Clip(b)), Vector128.Narrow(Clip(c), Clip(d)))
                .CopyTo(target[x..]);
        }

        for (; x < target.Length; x++)
        {
            var sum = Half;
            for (var i = 0; i < shares.Length; i++)
            {
                sum += shares[i] * rows[(i * stride) + x];
            }

            target[x] = Clip(sum);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.Precision, 0, 255);

    private static Vector128<uint> Clip(Vector128<int> sum) =>
        Vector128.Clamp(sum >> ResampleWeights.Precision, Vector128<int>.Zero, Vector128.Create(255)).AsUInt32();
}
