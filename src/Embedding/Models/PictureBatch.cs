using Photoseek.Embedding.Images;

namespace Photoseek.Embedding.Models;

/// <summary>Pictures prepared for one run, written straight into the tensor that the run reads (NCHW float32).</summary>
/// <remarks>Adding is thread-safe; a batch belongs to the model that made it and can be cleared and filled again.</remarks>
public sealed class PictureBatch
{
    internal PictureBatch()
    {
    }

    /// <summary>Pictures in it.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>Resizes, crops and normalises as the bundle says, into the next free place.</summary>
    /// <returns>The place: the picture's vector is at this index of <see cref="ClipModel.EmbedPictures"/>'s answer.</returns>
    public int Add(DecodedPicture picture) => throw new NotSupportedException();

    /// <summary>Empties it for the next pictures.</summary>
    public void Clear() => throw new NotSupportedException();
}
