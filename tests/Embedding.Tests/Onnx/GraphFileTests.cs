using System.Numerics.Tensors;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Onnx;

/// <summary>A graph of three products with the same kind of weights: x * first * second * last.</summary>
public sealed class GraphFileTests : IDisposable
{
    private const int Side = TestGraph.Side;

    private readonly TempFolder _folder = new();
    private readonly string _file;

    public GraphFileTests()
    {
        _file = _folder.Path("three products.onnx");
        File.WriteAllBytes(_file, ThreeProducts());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Large_weights_stay_in_the_file_and_are_read_from_there()
    {
        using var graph = new GraphFile(_file);

        Assert.True(graph.ToArray().Length < 2000);
        Assert.Equal(Expected(), Run(), Near(1e-3f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void A_file_that_is_cut_short_is_refused_by_name(int bytes)
    {
        File.WriteAllBytes(_file, ThreeProducts().AsSpan(0, bytes));

        var error = Assert.Throws<InvalidDataException>(() => Tower.Load(_file, threads: 1, memoryPattern: false, int16: false, pauses: false));

        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
    }

    private static Func<float[], float[], bool> Near(float most) => (a, b) => TensorPrimitives.Distance<float>(a, b) <= most * TensorPrimitives.Norm<float>(a);

    private static float[] Expected()
    {
        var x = TestGraph.Numbers(9, Side);
        foreach (var seed in (ReadOnlySpan<int>)[1, 2, 3])
        {
            var weights = TestGraph.Numbers(seed, Side * Side);
            var row = x;
            x = [.. Enumerable.Range(0, Side).Select(column => Enumerable.Range(0, Side).Sum(k => row[k] * weights[(k * Side) + column]))];
        }

        return x;
    }

    private static byte[] ThreeProducts() =>
        new TestGraph().Product("x", "first", "y1", seed: 1).Product("y1", "second", "y2", seed: 2).Product("y2", "last", "y3", seed: 3).ToArray("y3");

    private float[] Run()
    {
        using var session = Tower.Load(_file, threads: 1, memoryPattern: false, int16: false, pauses: false);
        return TestGraph.Run(session, "y3", rows: 1);
    }
}
