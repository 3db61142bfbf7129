using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Photoseek.Embedding.Onnx;

/// <summary>
/// Makes the products with constant matrices whole-number ones: a scale for each column of the weights, and one for what
/// is multiplied with them, found in each run. All else stays float32.
/// </summary>
internal static class Int8Weights
{
    // ONNX's number of the type.
    private const int Int8 = 3;

    // Below this there is nothing to gain.
    private const int LeastSide = 64;

    /// <summary>Rewrites a graph in place, all but its last product: that is the projection into the space of the vectors.</summary>
    /// <returns>How many products became whole-number ones.</returns>
    public static int Apply(GraphFile graph)
    {
        var uses = graph.Nodes.SelectMany(static n => n.Inputs).CountBy(static name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var products = Enumerable.Range(0, graph.Nodes.Count).Where(i => WeightsOf(graph, graph.Nodes[i]) is { } w && uses[w.Name] == 1).ToList();
        foreach (var i in products.SkipLast(1))
        {
            var node = graph.Nodes[i];
            var weights = WeightsOf(graph, node)!;
            var (numbers, scales) = Quantize(MemoryMarshal.Cast<byte, float>(graph.NumbersOf(weights)), (int)weights.Shape[1]);
            var (numbersName, scalesName) = ($"{weights.Name}/int8", $"{weights.Name}/scales");
            graph.Add(numbersName, Int8, [.. weights.Shape], MemoryMarshal.AsBytes(numbers.AsSpan()));
            graph.Add(scalesName, (int)OnnxElement.Float32, [scales.Length], MemoryMarshal.AsBytes(scales.AsSpan()));
            graph.Nodes[i] = GraphNode.OfRuntime("DynamicQuantizeMatMul", [node.Inputs[0], numbersName, scalesName], node.Outputs[0]);
            graph.Weights.Remove(weights.Name);
        }

        return Math.Max(products.Count - 1, 0);
    }

    private static GraphWeights? WeightsOf(GraphFile graph, GraphNode node) =>
        node is { Type: "MatMul", Inputs: [_, var name] }
        && graph.Weights.TryGetValue(name, out var weights)
        && weights is { Element: OnnxElement.Float32, Length: > 0, Shape: [>= LeastSide, >= LeastSide] }
            ? weights
            : null;

    private static (sbyte[] Numbers, float[] Scales) Quantize(ReadOnlySpan<float> weights, int columns)
    {
        var most = new float[columns];
        var row = new float[columns];
        for (var at = 0; at < weights.Length; at += columns)
        {
            TensorPrimitives.Abs(weights.Slice(at, columns), row);
            TensorPrimitives.Max(row, most, most);
        }

        // A column of zeros stays one, whatever its scale.
        float range = HasWideProducts ? sbyte.MaxValue : sbyte.MaxValue / 2;
        var scales = Array.ConvertAll(most, m => m > 0 ? m / range : 1);
        var numbers = new sbyte[weights.Length];
        for (var at = 0; at < weights.Length; at += columns)
        {
            TensorPrimitives.Divide(weights.Slice(at, columns), scales, row);
            TensorPrimitives.Round(row, row);
            TensorPrimitives.ConvertSaturating<float, sbyte>(row, numbers.AsSpan(at, columns));
        }

        return (numbers, scales);
    }

    /// <summary>Whether products of bytes are added up in 32 bits. Older x86 adds two in 16 first, which overflow unless weights have a bit less.</summary>
    private static bool HasWideProducts => !X86Base.IsSupported || (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0 || (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0;
}
