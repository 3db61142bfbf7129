using System.Runtime.InteropServices;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Models;

/// <summary>From prepared pixels to unit vectors.</summary>
internal sealed class ImageTower : IDisposable
{
    private const int Channels = 3;

    private readonly OnnxSession _session;
    private readonly OnnxPort _pixels;
    private readonly OnnxPort _vector;
    private readonly int _size;
    private readonly bool _oneByOne;

    public ImageTower(BundleFiles files, BundleConfig config, int size, int threads)
    {
        _size = size;
        _session = Tower.Load(files.ImageTower, threads, memoryPattern: true, int16: false, pauses: true);
        try
        {
            _pixels = _session.Inputs is [{ Element: OnnxElement.Float32, Shape: [<= 1, <= Channels, _, _] } only]
                ? only
                : throw new InvalidDataException(
                    $"{files.ImageTower} reads {string.Join("; ", _session.Inputs)}; wanted are pixels, float32 [pictures, 3, height, width].");
            if (_pixels.Shape[2] > 0 && (_pixels.Shape[2] != size || _pixels.Shape[3] != size))
            {
                throw new InvalidDataException(
                    $"{files.ImageTower} reads pictures of {_pixels.Shape[3]} x {_pixels.Shape[2]}, but {files.Preprocessing} makes them {size} x {size}.");
            }

            _vector = Tower.VectorOf(_session);
            Dimension = Tower.DimensionOf(_vector, config);
            _oneByOne = _pixels.Shape[0] == 1;
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Width of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>The unit vectors of <paramref name="count"/> pictures.</summary>
    /// <param name="pixels">NCHW float32 on the pinned heap.</param>
    /// <param name="count">Pictures in it.</param>
    public float[][] Embed(float[] pixels, int count)
    {
        var vectors = GC.AllocateUninitializedArray<float>(count * Dimension, pinned: true);
        var step = _oneByOne ? 1 : count;
        for (var first = 0; first < count; first += step)
        {
            _session.Run(
                [new(_pixels, Address(pixels, first * Channels * _size * _size), [step, Channels, _size, _size])],
                new OnnxTensor(_vector, Address(vectors, first * Dimension), [step, Dimension]));
        }

        var result = new float[count][];
        for (var i = 0; i < count; i++)
        {
            result[i] = vectors.AsSpan(i * Dimension, Dimension).ToArray();
            Tower.Normalize(result[i]);
        }

        GC.KeepAlive(pixels);
        return result;
    }

    public void Dispose() => _session.Dispose();

    private static nint Address(float[] pinned, int index) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, index);
}
