namespace Photoseek.Embedding.Onnx;

/// <summary>A constant tensor of a graph file: what it is, and where in the file its numbers lie.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">What it holds.</param>
/// <param name="Shape">Its sides.</param>
/// <param name="Start">The first byte of its numbers in the file.</param>
/// <param name="Length">Their bytes; 0 where they are not kept as plain bytes.</param>
internal sealed record GraphWeights(string Name, OnnxElement Element, IReadOnlyList<long> Shape, int Start, int Length)
{
    /// <summary>Reads a TensorProto that lies at <paramref name="offset"/> in the file.</summary>
    public static GraphWeights Read(ReadOnlySpan<byte> message, int offset)
    {
        const int raw = 9;
        var name = "";
        var element = OnnxElement.Other;
        var (start, length) = (0, 0);
        List<long> shape = [];
        var reader = new ProtoReader(message);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1 when reader.Bytes.IsEmpty:
                    shape.Add(reader.Number);
                    break;
                case 1:
                    var packed = new ProtoReader(reader.Bytes);
                    shape.AddRange(packed.Numbers());
                    break;
                case 2:
                    element = Enum.IsDefined((OnnxElement)reader.Number) ? (OnnxElement)reader.Number : OnnxElement.Other;
                    break;
                case 8:
                    name = reader.Text;
                    break;
                case raw:
                    (start, length) = (offset + reader.Start, reader.Bytes.Length);
                    break;
            }
        }

        return new(name, element, shape, start, length);
    }
}
