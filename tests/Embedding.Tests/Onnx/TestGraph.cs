using System.Runtime.InteropServices;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Tests.Onnx;

/// <summary>Writes a graph that reads x [rows, 128] and gives outputs of the same shape, node by node.</summary>
internal sealed class TestGraph
{
    public const int Side = 128;

    private readonly ProtoWriter _graph = new();

    /// <summary>Random numbers between -0.5 and 0.5.</summary>
    public static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>What a graph gives for <see cref="Numbers"/> of seed 9.</summary>
    public static float[] Run(OnnxSession session, string output, int rows)
    {
        var input = GC.AllocateArray<float>(rows * Side, pinned: true);
        Numbers(9, input.Length).CopyTo(input, 0);
        var result = GC.AllocateArray<float>(rows * Side, pinned: true);
        session.Run(
            [new OnnxTensor(session.Inputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(input, 0), [rows, Side])],
            new OnnxTensor(session.Outputs.Single(o => o.Name == output), Marshal.UnsafeAddrOfPinnedArrayElement(result, 0), [rows, Side]));
        GC.KeepAlive(input);
        return result;
    }

    /// <summary>Multiplies with weights of a name.</summary>
    public TestGraph Product(string input, string weights, string output, int seed) => Weights(weights, [Side, Side], seed).Node("MatMul", [input, weights], output);

    /// <summary>Adds a constant.</summary>
    public TestGraph Weights(string name, int[] sides, int seed) =>
        Weights(name, sides, MemoryMarshal.AsBytes(Numbers(seed, sides.Aggregate(1, static (a, b) => a * b)).AsSpan()));

    /// <summary>Adds a constant of these bytes, whatever its sides.</summary>
    public TestGraph Weights(string name, int[] sides, ReadOnlySpan<byte> numbers)
    {
        var tensor = sides.Aggregate(new ProtoWriter(), static (all, side) => all.Number(1, side));
        _graph.Message(5, tensor.Number(2, 1).Text(8, name).Bytes(9, numbers));
        return this;
    }

    /// <summary>Adds a node.</summary>
    public TestGraph Node(string type, string[] inputs, string output, ProtoWriter? attribute = null)
    {
        var node = inputs.Aggregate(new ProtoWriter(), static (all, input) => all.Text(1, input)).Text(2, output).Text(4, type);
        return Node((attribute is null ? node : node.Message(5, attribute)).ToArray());
    }

    /// <summary>Adds a node as it is written.</summary>
    public TestGraph Node(byte[] node)
    {
        _graph.Bytes(1, node);
        return this;
    }

    /// <summary>Adds an input; a side of 0 is open.</summary>
    public TestGraph Input(string name, params int[] sides)
    {
        _graph.Message(11, Port(name, sides));
        return this;
    }

    /// <summary>What the file holds. To be called once.</summary>
    public byte[] ToArray(params string[] outputs)
    {
        _graph.Text(2, "main");
        Input("x", 0, Side);
        Array.ForEach(outputs, o => _graph.Message(12, Port(o, [0, Side])));
        return new ProtoWriter().Number(1, 8).Message(8, new ProtoWriter().Text(1, "").Number(2, 17)).Message(7, _graph)
            .Message(8, new ProtoWriter().Text(1, OwnOperators.Domain).Number(2, 1)).ToArray();
    }

    private static ProtoWriter Port(string name, int[] sides)
    {
        var shape = sides.Aggregate(new ProtoWriter(), (all, side) => all.Message(1, side > 0 ? new ProtoWriter().Number(1, side) : new ProtoWriter().Text(2, "rows")));
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, 1).Message(2, shape)));
    }
}
