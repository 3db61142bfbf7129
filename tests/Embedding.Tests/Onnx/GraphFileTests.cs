using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Onnx;

/// <summary>A graph of three products with the same kind of weights: x * first * second * last.</summary>
public sealed class GraphFileTests : IDisposable
{
    private const int Side = 128;

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

        var error = Assert.Throws<InvalidDataException>(() => Tower.Load(_file, threads: 1, memoryPattern: false, int16: false));

        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
    }

    private static Func<float[], float[], bool> Near(float most) => (a, b) => TensorPrimitives.Distance<float>(a, b) <= most * TensorPrimitives.Norm<float>(a);

    private static float[] Input() => Matrix(seed: 9, rows: 1);

    private static float[] Matrix(int seed, int rows = Side)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * Side).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static float[] Expected()
    {
        var x = Input();
        foreach (var seed in (ReadOnlySpan<int>)[1, 2, 3])
        {
            var weights = Matrix(seed);
            var row = x;
            x = [.. Enumerable.Range(0, Side).Select(column => Enumerable.Range(0, Side).Sum(k => row[k] * weights[(k * Side) + column]))];
        }

        return x;
    }

    private static byte[] ThreeProducts()
    {
        var graph = new ProtoWriter();
        string[] names = ["x", "first", "second", "last"];
        for (var i = 1; i < names.Length; i++)
        {
            graph.Message(1, new ProtoWriter().Text(1, i == 1 ? "x" : $"y{i - 1}").Text(1, names[i]).Text(2, $"y{i}").Text(4, "MatMul"));
            graph.Message(5, new ProtoWriter().Number(1, Side).Number(1, Side).Number(2, 1).Text(8, names[i]).Bytes(9, MemoryMarshal.AsBytes(Matrix(i).AsSpan())));
        }

        graph.Text(2, "main").Message(11, Port("x")).Message(12, Port("y3"));
        return new ProtoWriter().Number(1, 8).Message(8, new ProtoWriter().Text(1, "").Number(2, 17)).Message(7, graph).ToArray();
    }

    private static ProtoWriter Port(string name)
    {
        static ProtoWriter Open(string side) => new ProtoWriter().Message(1, new ProtoWriter().Text(2, side));
        var shape = Open("rows").Message(1, new ProtoWriter().Number(1, Side));
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, 1).Message(2, shape)));
    }

    private float[] Run()
    {
        using var session = Tower.Load(_file, threads: 1, memoryPattern: false, int16: false);
        var input = GC.AllocateArray<float>(Side, pinned: true);
        Input().CopyTo(input, 0);
        var output = GC.AllocateArray<float>(Side, pinned: true);
        session.Run(
            [new OnnxTensor(session.Inputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(input, 0), [1, Side])],
            new OnnxTensor(session.Outputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(output, 0), [1, Side]));
        GC.KeepAlive(input);
        return output;
    }
}
