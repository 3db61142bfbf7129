using System.Numerics.Tensors;

namespace Photoseek.Indexing.Simulation;

/// <summary>
/// Unit vectors as a CLIP model makes them: pictures in clusters on a cone away from the origin, texts on another cone,
/// with only a part of their length in common with the pictures that they are about.
/// </summary>
/// <remarks>
/// The same seed, width and number give the same vector on every machine. A text-like query's best cosine among a million
/// pictures is about 0.23, as with real ones; the graph of an HNSW index, made of pictures alone, leads such a query badly.
/// </remarks>
public sealed class SimulatedVectors
{
    /// <summary>Clusters of pictures; neighbours in number have nothing else in common.</summary>
    public const int Clusters = 4000;

    private const float TextContent = 0.55f;
    private const float TextNoise = 0.5f;

    private readonly int _seed;
    private readonly float[] _cone;
    private readonly float[] _textCone;
    private readonly float[][] _centres;

    /// <param name="seed">Another seed is another library.</param>
    /// <param name="dimension">Numbers in a vector.</param>
    public SimulatedVectors(int seed, int dimension)
    {
        _seed = seed;
        _cone = Bells(Stream(Part.Cone, 0), dimension, 1);
        _textCone = Bells(Stream(Part.Cone, 1), dimension, 1);

        // What a text has in common with all pictures is nothing; what it is about makes the difference.
        var shared = TensorPrimitives.Dot(_cone, _textCone) / TensorPrimitives.Dot(_cone, _cone);
        TensorPrimitives.MultiplyAdd(_cone, -shared, _textCone, _textCone);
        _centres = [.. Enumerable.Range(0, Clusters).Select(cluster => Centre(cluster, dimension))];
    }

    /// <summary>Numbers in a vector.</summary>
    public int Dimension => _cone.Length;

    /// <summary>Which cluster a picture is of; neighbours in number are of different ones.</summary>
    public int ClusterOf(long picture) => Stream(Part.Cluster, picture).Below(Clusters);

    /// <summary>Writes the vector of a picture of the library.</summary>
    /// <param name="picture">Its number, 0 or more.</param>
    /// <param name="vector">Of <see cref="Dimension"/> numbers.</param>
    public void Picture(long picture, Span<float> vector)
    {
        var stream = Stream(Part.Picture, picture);

        // Some pictures are typical of their cluster, some are not.
        var spread = 0.4f + (0.4f * (float)stream.Even());
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = stream.Bell() * spread;
        }

        TensorPrimitives.Add(vector, _cone, vector);
        TensorPrimitives.Add(vector, _centres[ClusterOf(picture)], vector);
        MakeUnit(vector);
    }

    /// <summary>A picture like those of the library that is not of it.</summary>
    /// <param name="number">Which one, 0 or more.</param>
    public float[] PictureQuery(int number)
    {
        var vector = new float[Dimension];
        Picture(-1L - number, vector);
        return vector;
    }

    /// <summary>What a text about the pictures of a cluster might be embedded as: off their cone.</summary>
    /// <param name="number">Which one, 0 or more.</param>
    public float[] TextQuery(int number)
    {
        var stream = Stream(Part.Text, number);
        var vector = (float[])_textCone.Clone();
        var centre = _centres[stream.Below(Clusters)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] += TextContent * (centre[i] + (TextNoise * stream.Bell()));
        }

        MakeUnit(vector);
        return vector;
    }

    private float[] Centre(int cluster, int dimension)
    {
        var stream = Stream(Part.Centre, cluster);
        var distance = 0.5f + (0.4f * (float)stream.Even());
        return Bells(stream, dimension, distance);
    }

    private static float[] Bells(NumberStream stream, int dimension, float scale)
    {
        var numbers = new float[dimension];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = stream.Bell() * scale;
        }

        return numbers;
    }

    private static void MakeUnit(Span<float> vector) => TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);

    private NumberStream Stream(Part part, long number)
    {
        var start = new NumberStream(((ulong)(uint)_seed << 8) | (uint)part);
        return new NumberStream(start.Next() + ((ulong)number * 0xD1342543DE82EF95));
    }

    private enum Part
    {
        Cone,
        Centre,
        Cluster,
        Picture,
        Text,
    }
}
