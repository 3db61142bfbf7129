using System.Runtime.InteropServices;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Bench.Embedding;

/// <summary>An ONNX graph as it is put together, and the file of it.</summary>
internal sealed class OnnxGraph(string producer)
{
    private const int Opset = 17;
    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _small = [];
    private readonly List<RandomWeights> _weights = [];
    private readonly List<byte[]> _inputs = [];
    private readonly List<byte[]> _outputs = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private int _names;

    /// <summary>Nodes so far.</summary>
    public int Nodes => _nodes.Count;

    /// <summary>Numbers in the weights so far.</summary>
    public long Parameters => _weights.Sum(static w => w.Bytes / 4);

    public void Input(string name, bool ids, params object[] sides) => _inputs.Add(Port(name, ids ? Int64 : Float32, sides));

    public void Output(string name, params object[] sides) => _outputs.Add(Port(name, Float32, sides));

    /// <summary>Adds a node of ONNX's own; the answer is its output's name.</summary>
    public string Node(string type, string[] inputs, params (string Name, object Value)[] attributes) => Add("", type, inputs, null, attributes);

    /// <summary>The same with a name for the output.</summary>
    public string NodeTo(string output, string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        Add("", type, inputs, output, attributes);

    /// <summary>Adds a node of ONNX Runtime's.</summary>
    public string Contrib(string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        Add("com.microsoft", type, inputs, null, attributes);

    public string Weights(string name, float deviation, float mean, params long[] shape)
    {
        _weights.Add(new RandomWeights(name, shape, deviation, mean));
        return name;
    }

    public string SideBySide(string name, float deviation, string[] columns, params long[] shape)
    {
        _weights.Add(new RandomWeights(name, shape, deviation, Columns: columns));
        return name;
    }

    public string Ints(params long[] values) => Constant($"i_{string.Join('_', values)}", Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    public string Int(long value) => Constant($"s_{value}", Int64, [], MemoryMarshal.AsBytes([value]));

    public string Float(float value) => Constant($"f_{value:R}", Float32, [], MemoryMarshal.AsBytes([value]));

    public void Save(string file, int seed)
    {
        var heads = _weights.ConvertAll(w => Head(w));
        var graph = _nodes.Sum(n => Field(1, n).LongLength)
            + _small.Sum(t => Field(5, t).LongLength)
            + _weights.Zip(heads, static (w, head) => new ProtoWriter().Head(5, head.LongLength + w.Bytes).ToArray().LongLength + head.LongLength + w.Bytes).Sum()
            + Field(2, "main"u8).LongLength
            + _inputs.Sum(i => Field(11, i).LongLength)
            + _outputs.Sum(o => Field(12, o).LongLength);
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        stream.Write(new ProtoWriter().Number(1, 8).Text(2, producer)
            .Message(8, new ProtoWriter().Text(1, "").Number(2, Opset))
            .Message(8, new ProtoWriter().Text(1, "com.microsoft").Number(2, 1))
            .Head(7, graph).ToArray());
        _nodes.ForEach(n => stream.Write(Field(1, n)));
        stream.Write(Field(2, "main"u8));
        _small.ForEach(t => stream.Write(Field(5, t)));
        foreach (var (weights, head) in _weights.Zip(heads))
        {
            stream.Write(new ProtoWriter().Head(5, head.LongLength + weights.Bytes).ToArray());
            stream.Write(head);
            weights.Write(stream, seed);
        }

        _inputs.ForEach(i => stream.Write(Field(11, i)));
        _outputs.ForEach(o => stream.Write(Field(12, o)));
    }

    private static byte[] Field(int field, ReadOnlySpan<byte> bytes) => new ProtoWriter().Bytes(field, bytes).ToArray();

    private static byte[] Head(RandomWeights weights) =>
        Tensor(weights.Name, Float32, weights.Shape).Head(9, weights.Bytes).ToArray();

    private static ProtoWriter Tensor(string name, int type, long[] shape)
    {
        var tensor = new ProtoWriter();
        Array.ForEach(shape, side => tensor.Number(1, side));
        return tensor.Number(2, type).Text(8, name);
    }

    private static byte[] Port(string name, int type, object[] sides)
    {
        var shape = new ProtoWriter();
        foreach (var side in sides)
        {
            shape.Message(1, side is string open ? new ProtoWriter().Text(2, open) : new ProtoWriter().Number(1, (int)side));
        }

        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, type).Message(2, shape))).ToArray();
    }

    private static ProtoWriter Attribute(string name, object value)
    {
        var attribute = new ProtoWriter().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Float(2, number).Number(20, 1);
            case long[] numbers:
                Array.ForEach(numbers, n => attribute.Number(8, n));
                return attribute.Number(20, 7);
            default:
                return attribute.Number(3, (int)value).Number(20, 2);
        }
    }

    private string Constant(string name, int type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        if (_constants.TryAdd(name, name))
        {
            _small.Add(Tensor(name, type, shape).Bytes(9, bytes).ToArray());
        }

        return name;
    }

    private string Add(string domain, string type, string[] inputs, string? output, (string Name, object Value)[] attributes)
    {
        output ??= $"{type}_{++_names}";
        var node = new ProtoWriter();
        Array.ForEach(inputs, i => node.Text(1, i));
        node.Text(2, output).Text(3, "/" + output).Text(4, type);
        Array.ForEach(attributes, a => node.Message(5, Attribute(a.Name, a.Value)));
        if (domain.Length > 0)
        {
            node.Text(7, domain);
        }

        _nodes.Add(node.ToArray());
        return output;
    }
}
