namespace Photoseek.Indexing.Generations;

/// <summary>What one exact model makes of the library.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Dimension">Width of its vectors.</param>
internal sealed record Generation(int Id, int Dimension)
{
    /// <summary>Refuses what must not be stored here.</summary>
    /// <exception cref="InvalidDataException">The vector has another width, or is not a vector at all.</exception>
    public void Check(float[] vector)
    {
        if (vector.Length != Dimension)
        {
            throw new InvalidDataException($"A vector of {vector.Length} numbers does not belong into a generation of {Dimension}.");
        }

        if (!vector.All(float.IsFinite) || vector.All(static x => x == 0))
        {
            throw new InvalidDataException("The model gave no usable vector for this picture.");
        }
    }
}
