using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Models;

/// <summary>Pictures prepared for one run, written straight into the tensor that the run reads (NCHW float32).</summary>
/// <remarks>Adding is thread-safe; a batch belongs to the model that made it and can be cleared and filled again.</remarks>
public sealed class PictureBatch
{
    private const int Channels = 3;

    private readonly Preprocessing _preprocessing;
    private readonly int _capacity;
    private int _count;

    internal PictureBatch(Preprocessing preprocessing, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _preprocessing = preprocessing;
        _capacity = capacity;
        Pixels = GC.AllocateUninitializedArray<float>(capacity * Channels * preprocessing.Size * preprocessing.Size, pinned: true);
    }

    /// <summary>Pictures in it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>On the pinned heap, so that the run can read it in place.</summary>
    internal float[] Pixels { get; }

    /// <summary>Resizes, crops and normalises as the bundle says, into the next free place.</summary>
    /// <returns>The place: the picture's vector is at this index of <see cref="ClipModel.EmbedPictures"/>'s answer.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public int Add(DecodedPicture picture)
    {
        var size = _preprocessing.Size;
        var framing = _preprocessing.Squash
            ? Framing.Squash(size)
            : Framing.Crop(picture.Header.Width, picture.Header.Height, size);
        var square = framing.Apply(picture);

        // Only now, when nothing can fail any more: a place taken is a picture embedded.
        var place = TakePlace();
        var area = size * size;
        for (var channel = 0; channel < Channels; channel++)
        {
            var target = Pixels.AsSpan(((place * Channels) + channel) * area, area);
            var values = _preprocessing.ValueOf[channel];
            for (int i = 0, from = channel; i < target.Length; i++, from += Channels)
            {
                target[i] = values[square[from]];
            }
        }

        return place;
    }

    /// <summary>Empties it for the next pictures.</summary>
    public void Clear() => Volatile.Write(ref _count, 0);

    internal int TakePlace()
    {
        while (true)
        {
            var place = Volatile.Read(ref _count);
            if (place >= _capacity)
            {
                throw new InvalidOperationException($"The batch is full: it holds {_capacity} pictures.");
            }

            if (Interlocked.CompareExchange(ref _count, place + 1, place) == place)
            {
                return place;
            }
        }
    }
}
