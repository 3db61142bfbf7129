namespace Photoseek.Search.Tests;

/// <summary>Unit vectors as a picture model makes them: in clusters, and all on one side of the origin.</summary>
internal sealed class ClusteredVectors
{
    private readonly Random _random;
    private readonly float[][] _centres;

    public ClusteredVectors(int seed, int dimension, int clusters)
    {
        _random = new Random(seed);
        var cone = Gaussian(dimension, 1);
        _centres = [.. Enumerable.Range(0, clusters).Select(_ => Add(cone, Gaussian(dimension, 0.8f)))];
    }

    /// <summary>A vector near one of the centres.</summary>
    public float[] Next()
    {
        var centre = _centres[_random.Next(_centres.Length)];
        return Unit(Add(centre, Gaussian(centre.Length, 0.5f)));
    }

    public IReadOnlyList<float[]> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    public static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / length)];
    }

    private static float[] Add(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private float[] Gaussian(int dimension, float scale)
    {
        var numbers = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
            numbers[i] = scale * (float)(radius * Math.Cos(2 * Math.PI * _random.NextDouble()));
        }

        return numbers;
    }
}
