using System.IO.MemoryMappedFiles;

namespace Photoseek.Embedding.Onnx;

/// <summary>An .onnx file, mapped and taken apart so that nodes and weights can be replaced before the runtime sees it.</summary>
internal sealed unsafe class GraphFile : IDisposable
{
    // Smaller ones are constants that the runtime folds.
    private const int LeastOutside = 64 * 1024;
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int WeightsField = 5;
    private const int InputField = 11;
    private const int OutputField = 12;

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _bytes;
    private readonly int _length;

    /// <exception cref="InvalidDataException">The file is no graph, or one of 2 GB or more.</exception>
    public GraphFile(string path)
    {
        _path = path;
        var length = new FileInfo(path).Length;
        _length = length is > 0 and <= int.MaxValue ? (int)length : throw new InvalidDataException($"{path} has {length:N0} bytes.");
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
        try
        {
            Read();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The nodes, in the order in which they run; may be replaced.</summary>
    public List<GraphNode> Nodes { get; } = [];

    /// <summary>The constants by name; may be removed.</summary>
    public Dictionary<string, GraphWeights> Weights { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of what the graph reads and gives; constants that a caller may replace are among them.</summary>
    public HashSet<string> Ports { get; } = new(StringComparer.Ordinal);

    private ReadOnlySpan<byte> Bytes => new(_bytes, _length);

    /// <summary>The numbers of a constant, in place.</summary>
    public ReadOnlySpan<byte> NumbersOf(GraphWeights weights) => Bytes.Slice(weights.Start, weights.Length);

    /// <summary>The model with what was changed. Large weights stay in the file, which the runtime maps.</summary>
    public byte[] ToArray()
    {
        var model = new ProtoWriter();
        var reader = new ProtoReader(Bytes);
        while (reader.MoveNext())
        {
            if (reader.Field == GraphField)
            {
                model.Bytes(GraphField, Graph(reader.Bytes, reader.Start));
                continue;
            }

            model.Copy(reader.Whole);
        }

        // Whether or not one of its operators was put in.
        return model.Message(8, new ProtoWriter().Text(1, OwnOperators.Domain).Number(2, 1)).ToArray();
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private void Read()
    {
        var model = new ProtoReader(Bytes);
        while (model.MoveNext())
        {
            if (model.Field == GraphField)
            {
                ReadGraph(model.Bytes, model.Start);
            }
        }
    }

    private void ReadGraph(ReadOnlySpan<byte> graph, int offset)
    {
        var reader = new ProtoReader(graph);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case NodeField:
                    Nodes.Add(GraphNode.Read(reader.Bytes));
                    break;
                case WeightsField:
                    var weights = GraphWeights.Read(reader.Bytes, offset + reader.Start);
                    Weights[weights.Name] = weights;
                    break;
                case InputField or OutputField:
                    var port = new ProtoReader(reader.Bytes);
                    while (port.MoveNext())
                    {
                        if (port.Field == 1)
                        {
                            Ports.Add(port.Text);
                        }
                    }

                    break;
            }
        }
    }

    private byte[] Graph(ReadOnlySpan<byte> source, int offset)
    {
        var graph = new ProtoWriter();
        Nodes.ForEach(n => graph.Bytes(NodeField, n.Message));
        var reader = new ProtoReader(source);
        while (reader.MoveNext())
        {
            if (reader.Field == WeightsField)
            {
                var weights = GraphWeights.Read(reader.Bytes, offset + reader.Start);
                if (Weights.ContainsKey(weights.Name))
                {
                    graph.Bytes(WeightsField, weights is { Element: OnnxElement.Float32, Length: >= LeastOutside } ? Outside(weights) : reader.Bytes);
                }
            }
            else if (reader.Field != NodeField)
            {
                graph.Copy(reader.Whole);
            }
        }

        return graph.ToArray();
    }

    private byte[] Outside(GraphWeights weights)
    {
        static ProtoWriter Entry(string key, string value) => new ProtoWriter().Text(1, key).Text(2, value);
        var tensor = new ProtoWriter();
        foreach (var side in weights.Shape)
        {
            tensor.Number(1, side);
        }

        return tensor.Number(2, (int)weights.Element).Text(8, weights.Name)
            .Message(13, Entry("location", Path.GetFileName(_path)))
            .Message(13, Entry("offset", $"{weights.Start}"))
            .Message(13, Entry("length", $"{weights.Length}"))
            .Number(14, 1)
            .ToArray();
    }
}
