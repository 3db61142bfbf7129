namespace Photoseek.Embedding.Onnx;

/// <summary>A node of a graph that is being rewritten.</summary>
/// <param name="Type">The operator.</param>
/// <param name="Inputs">Names; empty where an optional one is left out.</param>
/// <param name="Outputs">Names.</param>
/// <param name="Message">The node as it is written in the file.</param>
internal sealed record GraphNode(string Type, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, byte[] Message)
{
    /// <summary>Reads a NodeProto.</summary>
    public static GraphNode Read(ReadOnlySpan<byte> message)
    {
        var type = "";
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
                case 2:
                    outputs.Add(reader.Text);
                    break;
                case 4:
                    type = reader.Text;
                    break;
            }
        }

        return new(type, inputs, outputs, message.ToArray());
    }

    /// <summary>A node of ONNX Runtime's own operators.</summary>
    public static GraphNode OfRuntime(string type, string[] inputs, string output)
    {
        var message = new ProtoWriter();
        Array.ForEach(inputs, i => message.Text(1, i));
        message.Text(2, output).Text(3, $"{output}/{type}").Text(4, type).Text(7, GraphFile.RuntimeDomain);
        return new(type, inputs, [output], message.ToArray());
    }
}
