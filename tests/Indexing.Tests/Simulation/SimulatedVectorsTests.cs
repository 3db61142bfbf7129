using System.Numerics.Tensors;
using Photoseek.Indexing.Simulation;

namespace Photoseek.Indexing.Tests.Simulation;

public sealed class SimulatedVectorsTests
{
    private const int Dimension = 512;
    private static readonly SimulatedVectors Source = new(seed: 1, Dimension);

    [Fact]
    public void The_same_seed_makes_the_same_vectors_and_another_makes_others()
    {
        Assert.Equal(Picture(Source, 7), Picture(new SimulatedVectors(1, Dimension), 7));
        Assert.Equal(Source.TextQuery(3), new SimulatedVectors(1, Dimension).TextQuery(3));
        Assert.NotEqual(Picture(Source, 7), Picture(new SimulatedVectors(2, Dimension), 7));
        Assert.NotEqual(Picture(Source, 7), Picture(Source, 8));
    }

    [Fact]
    public void Vectors_are_of_length_one()
    {
        float[][] vectors = [Picture(Source, 0), Picture(Source, 999_999), Source.TextQuery(0), Source.PictureQuery(0)];

        Assert.All(vectors, vector => Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 4));
    }

    [Fact]
    public void Pictures_lie_on_a_cone_away_from_the_origin_and_texts_off_it()
    {
        var pictures = Enumerable.Range(0, 5_000).Select(i => Picture(Source, i)).ToList();
        var amongPictures = pictures.Skip(1).Average(other => TensorPrimitives.Dot(pictures[0], other));
        var texts = Enumerable.Range(0, 50).Select(Source.TextQuery).ToList();
        var toPictures = texts.Average(text => pictures.Average(picture => TensorPrimitives.Dot(text, picture)));
        var best = texts.Average(text => pictures.Max(picture => TensorPrimitives.Dot(text, picture)));

        Assert.InRange(amongPictures, 0.4, 0.7);
        Assert.InRange(toPictures, -0.1, 0.1);
        Assert.InRange(best, 0.12, 0.35);
    }

    [Fact]
    public void Pictures_of_a_cluster_are_alike_and_neighbours_in_number_are_not_of_one()
    {
        var clusters = Enumerable.Range(0, 20_000).GroupBy(i => Source.ClusterOf(i)).ToList();
        var alike = clusters.First(cluster => cluster.Count() > 1).Take(2).ToList();
        var inOrder = Enumerable.Range(0, 10_000).Count(i => Source.ClusterOf(i) == Source.ClusterOf(i + 1));

        Assert.True(TensorPrimitives.Dot(Picture(Source, alike[0]), Picture(Source, alike[1])) > 0.6f);
        Assert.InRange(clusters.Count, 3_800, SimulatedVectors.Clusters);
        Assert.InRange(inOrder, 0, 20);
    }

    private static float[] Picture(SimulatedVectors source, long number)
    {
        var vector = new float[source.Dimension];
        source.Picture(number, vector);
        return vector;
    }
}
