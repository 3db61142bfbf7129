using Photoseek.Embedding.Products;

namespace Photoseek.Embedding.Onnx;

/// <summary>A node of a graph that is being rewritten.</summary>
/// <param name="Type">The operator.</param>
/// <param name="Inputs">Names; empty where an optional one is left out.</param>
/// <param name="Outputs">Names.</param>
/// <param name="Message">The node as it is written in the file.</param>
/// <param name="HoldsGraph">It has graphs of its own (branches, loops), which may read whatever is outside.</param>
internal sealed record GraphNode(string Type, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, byte[] Message, bool HoldsGraph)
{
    private const int OutputField = 2;

    /// <summary>Reads a NodeProto.</summary>
    public static GraphNode Read(ReadOnlySpan<byte> message)
    {
        var type = "";
        var holdsGraph = false;
        List<string> inputs = [];
        List<string> outputs = [];
        var reader = new ProtoReader(message);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1:
                    inputs.Add(reader.Text);
                    break;
                case OutputField:
                    outputs.Add(reader.Text);
                    break;
                case 4:
                    type = reader.Text;
                    break;
                case 5:
                    holdsGraph |= HasGraph(reader.Bytes);
                    break;
            }
        }

        return new(type, inputs, outputs, message.ToArray(), holdsGraph);
    }

    /// <summary>A product with a matrix of ours.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="matrix">See <see cref="ProductOperator.Attribute"/>.</param>
    /// <param name="output">The result.</param>
    public static GraphNode OfProduct(string input, long matrix, string output) =>
        OfOwn(ProductOperator.Name, input, output, new ProtoWriter().Text(1, ProductOperator.Attribute).Number(3, matrix).Number(20, 2));

    /// <summary>A place to pause between what makes a tensor and who reads it.</summary>
    public static GraphNode OfPause(string input, string output) => OfOwn(PauseOperator.Name, input, output, attribute: null);

    /// <summary>The same node with one output, of this name.</summary>
    public GraphNode Giving(string output)
    {
        var message = new ProtoWriter();
        var reader = new ProtoReader(Message);
        while (reader.MoveNext())
        {
            if (reader.Field != OutputField)
            {
                message.Copy(reader.Whole);
            }
        }

        return this with { Outputs = [output], Message = message.Text(OutputField, output).ToArray() };
    }

    // A node of one of this app's operators.
    private static GraphNode OfOwn(string type, string input, string output, ProtoWriter? attribute)
    {
        var message = new ProtoWriter().Text(1, input).Text(2, output).Text(3, $"{output}/{type}").Text(4, type).Text(7, OwnOperators.Domain);
        return new(type, [input], [output], (attribute is null ? message : message.Message(5, attribute)).ToArray(), HoldsGraph: false);
    }

    private static bool HasGraph(ReadOnlySpan<byte> attribute)
    {
        const int graph = 6;
        const int graphs = 11;
        var reader = new ProtoReader(attribute);
        while (reader.MoveNext())
        {
            if (reader.Field is graph or graphs)
            {
                return true;
            }
        }

        return false;
    }
}
