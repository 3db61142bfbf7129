namespace Photoseek.Embedding.Onnx;

/// <summary>Puts a <see cref="PauseOperator"/> before each large product of a graph.</summary>
internal static class Pauses
{
    // Weights of the least matrix that is worth a pause: some milliseconds for a batch.
    private const long LeastWeights = 1 << 19;

    /// <summary>Rewrites a graph in place.</summary>
    public static void Apply(GraphFile graph)
    {
        var rows = graph.Nodes.Where(n => IsLarge(graph, n)).Select(static n => n.Inputs[0]).ToHashSet(StringComparer.Ordinal);
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (graph.Nodes[i].Outputs is [var output] && rows.Contains(output))
            {
                // Whoever reads it reads what the pause gives.
                var before = $"{output}/{PauseOperator.Name}";
                graph.Nodes[i] = graph.Nodes[i].Giving(before);
                graph.Nodes.Insert(i + 1, GraphNode.OfPause(before, output));
            }
        }
    }

    private static bool IsLarge(GraphFile graph, GraphNode node) =>
        node is { Type: "MatMul", Inputs: [_, var name] }
        && graph.Weights.TryGetValue(name, out var weights)
        && weights is { Element: OnnxElement.Float32, Shape: [var depth, var columns] }
        && depth * columns >= LeastWeights;
}
