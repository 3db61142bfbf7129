using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Models;

/// <summary>
/// A loaded bundle: one ONNX Runtime session per tower, made once, safe to call from any number of threads at a time.
/// </summary>
public sealed class ClipModel : IDisposable
{
    private ClipModel(ModelIdentity identity) => Identity = identity;

    /// <summary>Name, hash, width and preprocessing version.</summary>
    public ModelIdentity Identity { get; }

    /// <summary>
    /// The shorter side, in pixels, that a picture should be decoded to (<see cref="PictureDecoder.Decode"/>) before
    /// <see cref="PictureBatch.Add"/>: three times what the model looks at, which costs nothing in exactness.
    /// </summary>
    public int DecodeSide => throw new NotSupportedException();

    /// <summary>Loads a bundle of either layout and runs each tower once, so that the first call is as fast as the next.</summary>
    /// <exception cref="InvalidDataException">The folder is not a bundle this app understands; names what is wrong.</exception>
    public static ClipModel Load(string folder, EmbeddingOptions options) => throw new NotSupportedException();

    /// <summary>The unit vector of a text, <see cref="ModelIdentity.Dimension"/> wide. Longer texts are cut to the model's context.</summary>
    public float[] EmbedText(string text) => throw new NotSupportedException();

    /// <summary>A buffer that up to <paramref name="capacity"/> pictures are prepared into.</summary>
    public PictureBatch NewBatch(int capacity) => throw new NotSupportedException();

    /// <summary>The unit vectors of the batch's pictures, in order.</summary>
    public IReadOnlyList<float[]> EmbedPictures(PictureBatch batch) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
