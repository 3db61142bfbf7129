namespace Photoseek.Embedding.Onnx;

/// <summary>An input or output of a graph.</summary>
/// <param name="Index">Its place among the inputs, or among the outputs.</param>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Element">What it holds.</param>
/// <param name="Shape">Its sides; -1 where the graph leaves one open.</param>
internal sealed record OnnxPort(int Index, string Name, OnnxElement Element, IReadOnlyList<long> Shape)
{
    public override string ToString() => $"{Name} {Element} [{string.Join(',', Shape)}]";
}
