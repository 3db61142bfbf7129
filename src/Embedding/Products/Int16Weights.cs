using System.Runtime.InteropServices;
using Photoseek.Embedding.Native;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Products;

/// <summary>
/// Makes the products with constant matrices ones with 16-bit numbers (<see cref="Int16Matrix"/>), and takes what is added to their columns
/// with them. What is multiplied and summed up stays float32.
/// </summary>
/// <remarks>Holds what the rewritten graph points to: keep it until the graph is loaded.</remarks>
internal sealed class Int16Weights : IDisposable
{
    // Below this there is nothing to gain.
    private const int LeastSide = 64;

    private readonly List<(long Number, Int16Matrix Matrix)> _offered = [];

    private Int16Weights()
    {
    }

    /// <summary>The matrices of the products that were rewritten, in their order.</summary>
    public IEnumerable<Int16Matrix> Matrices => _offered.Select(static o => o.Matrix);

    /// <summary>Rewrites a graph in place; where the processor is not made for it, nothing changes.</summary>
    public static Int16Weights Apply(GraphFile graph)
    {
        var rewritten = new Int16Weights();

        // What graphs inside of nodes read is not looked at.
        if (Int16Kernel.Best != Int16KernelKind.None && !graph.Nodes.Exists(static n => n.HoldsGraph))
        {
            var products = Find(graph);
            foreach (var (product, matrix) in products.Zip(Round(graph, products)))
            {
                rewritten.Replace(graph, product, matrix);
            }
        }

        return rewritten;
    }

    /// <inheritdoc/>
    public void Dispose() => _offered.ForEach(static o => ProductOperator.Withdraw(o.Number));

    private static List<Product> Find(GraphFile graph)
    {
        var readers = graph.Nodes.SelectMany(static n => n.Inputs.Select(name => (Name: name, Node: n))).ToLookup(static r => r.Name, static r => r.Node, StringComparer.Ordinal);
        List<Product> products = [];
        var bytes = 0L;
        foreach (var node in graph.Nodes)
        {
            if (node is { Type: "MatMul", Inputs: [_, var name] }
                && graph.Weights.TryGetValue(name, out var weights)
                && weights is { Element: OnnxElement.Float32, Shape: [>= LeastSide and var depth, >= LeastSide and var columns] }
                && weights.Length == depth * columns * sizeof(float)
                && readers[name].Count() == 1
                && !graph.Ports.Contains(name)
                && Int16Matrix.Fits(depth, columns)
                && bytes + Int16Matrix.BytesOf(depth, columns) <= int.MaxValue)
            {
                var sum = readers[node.Outputs[0]].ToArray() is [{ Type: "Add" } only] && !graph.Ports.Contains(node.Outputs[0]) ? only : null;
                var bias = sum is null ? null : graph.Weights.GetValueOrDefault(sum.Inputs[sum.Inputs[0] == node.Outputs[0] ? 1 : 0]);
                bias = bias is { Element: OnnxElement.Float32, Shape: [var addends] } && addends == columns && bias.Length == columns * sizeof(float) ? bias : null;
                products.Add(new(node, weights, (int)bytes, bias is null ? null : sum, bias));
                bytes += Int16Matrix.BytesOf(depth, columns);
            }
        }

        return products;
    }

    private static Int16Matrix[] Round(GraphFile graph, List<Product> products)
    {
        var matrices = new Int16Matrix[products.Count];
        if (products is [.., var last])
        {
            var memory = new LargeMemory(last.Start + (int)Int16Matrix.BytesOf(last.Weights.Shape[0], last.Weights.Shape[1]));
            Parallel.For(0, products.Count, i =>
            {
                var (_, weights, start, _, bias) = products[i];
                matrices[i] = new(Floats(graph, weights), (int)weights.Shape[0], bias is null ? [] : Floats(graph, bias), memory, start, Int16Kernel.Best);
            });
        }

        return matrices;
    }

    private static ReadOnlySpan<float> Floats(GraphFile graph, GraphWeights weights) => MemoryMarshal.Cast<byte, float>(graph.NumbersOf(weights));

    private void Replace(GraphFile graph, Product product, Int16Matrix matrix)
    {
        var number = ProductOperator.Offer(matrix);
        _offered.Add((number, matrix));
        graph.Nodes[graph.Nodes.IndexOf(product.Node)] = GraphNode.OfProduct(product.Node.Inputs[0], number, (product.Sum ?? product.Node).Outputs[0]);
        graph.Weights.Remove(product.Weights.Name);
        if (product is { Sum: { } sum, Bias: { } bias })
        {
            graph.Nodes.Remove(sum);
            if (!graph.Nodes.Exists(n => n.Inputs.Contains(bias.Name, StringComparer.Ordinal)))
            {
                graph.Weights.Remove(bias.Name);
            }
        }
    }

    /// <param name="Node">The product.</param>
    /// <param name="Weights">What it multiplies with.</param>
    /// <param name="Start">Where the matrix begins in the memory of all.</param>
    /// <param name="Sum">The node that adds to its columns and is the only one that reads it, if there is one.</param>
    /// <param name="Bias">What that adds.</param>
    private sealed record Product(GraphNode Node, GraphWeights Weights, int Start, GraphNode? Sum, GraphWeights? Bias);
}
