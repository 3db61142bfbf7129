using System.Text;
using System.Text.Json;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Models;

/// <summary>
/// A bundle in the "dynamic" layout whose graphs are written here, so that each variation seen in the wild has one:
/// a picture's vector is the mean of its three channels, a text's is <c>sum(ids) * Weights + Bias</c>,
/// and the sum counts the mask's places as well where there is one.
/// </summary>
internal sealed class TinyBundle : IDisposable
{
    public const int Size = 4;

    private readonly TempFolder _folder = new();

    public OnnxElement Ids { get; init; } = OnnxElement.Int64;

    /// <summary>-1 leaves it open.</summary>
    public int Sequence { get; init; } = -1;

    public int Batch { get; init; } = -1;

    public bool Mask { get; init; }

    public float[] Weights { get; init; } = [1, 0, 0];

    public float[] Bias { get; init; } = [0, 1, 0];

    public string TextOutput { get; init; } = "text_embeds";

    /// <summary>Gives a second matrix beside the image's vector: its opposite.</summary>
    public bool AnotherMatrix { get; init; }

    public string ImageOutput { get; init; } = "image_embeds";

    /// <summary>The whole of preprocessor_config.json.</summary>
    public string Preprocessing { get; init; } =
        """{"size":{"height":4,"width":4},"do_center_crop":false,"resample":3,"image_mean":[0,0,0],"image_std":[1,1,1]}""";

    public string Folder => _folder.FullPath;

    public ClipModel Load()
    {
        Write();
        return ClipModel.Load(Folder, new EmbeddingOptions());
    }

    /// <summary>Puts the bundle into <see cref="Folder"/>.</summary>
    public void Write()
    {
        Directory.CreateDirectory(_folder.Path("onnx"));
        File.WriteAllBytes(_folder.Path("onnx", "text_model.onnx"), TextGraph());
        File.WriteAllBytes(_folder.Path("onnx", "vision_model.onnx"), ImageGraph());
        File.WriteAllText(_folder.Path("tokenizer.json"), Tokenizer());
        File.WriteAllText(_folder.Path("preprocessor_config.json"), Preprocessing);
        File.WriteAllText(_folder.Path("config.json"), """{"text_config":{"max_position_embeddings":9}}""");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Letters only: a byte's id is its place in the format's alphabet, 256 on at a word's end.</summary>
    private static string Tokenizer()
    {
        var letters = Enumerable.Range(0, 256).Select(b => b is >= 33 and <= 126 or >= 161 and <= 172 or >= 174 ? (char)b : '\0').ToArray();
        var next = 256;
        var vocabulary = new Dictionary<string, int>();
        for (var b = 0; b < 256; b++)
        {
            var letter = (letters[b] == '\0' ? (char)next++ : letters[b]).ToString();
            vocabulary[letter] = b;
            vocabulary[letter + "</w>"] = 256 + b;
        }

        vocabulary["<|startoftext|>"] = 512;
        vocabulary["<|endoftext|>"] = 513;
        return JsonSerializer.Serialize(new { model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() } });
    }

    private byte[] TextGraph()
    {
        var nodes = new List<byte[]> { OnnxFile.Node("Cast", ["input_ids"], "ids", OnnxFile.Int("to", 1)) };
        var inputs = new List<byte[]> { OnnxFile.Port("input_ids", (int)Ids, Batch, Sequence) };
        if (Mask)
        {
            inputs.Add(OnnxFile.Port("attention_mask", (int)Ids, Batch, Sequence));
            nodes.Add(OnnxFile.Node("Cast", ["attention_mask"], "mask", OnnxFile.Int("to", 1)));
            nodes.Add(OnnxFile.Node("Add", ["ids", "mask"], "masked"));
        }

        nodes.Add(OnnxFile.Node("ReduceSum", [Mask ? "masked" : "ids", "axis"], "sum", OnnxFile.Int("keepdims", 1)));
        nodes.Add(OnnxFile.Node("Mul", ["sum", "weights"], "scaled"));
        nodes.Add(OnnxFile.Node("Add", ["scaled", "bias"], TextOutput));
        return OnnxFile.Model(
            nodes,
            inputs,
            [OnnxFile.Port(TextOutput, 1, Batch, Weights.Length)],
            [OnnxFile.Floats("weights", Weights), OnnxFile.Floats("bias", Bias), OnnxFile.Longs("axis", [1])]);
    }

    // As SigLIP's, it has another output first, of rank 4.
    private byte[] ImageGraph() => OnnxFile.Model(
        [
            OnnxFile.Node("Identity", ["pixel_values"], "last_hidden_state"),
            OnnxFile.Node("ReduceMean", ["pixel_values"], ImageOutput, OnnxFile.Ints("axes", 2, 3), OnnxFile.Int("keepdims", 0)),
            OnnxFile.Node("Neg", [ImageOutput], "another"),
        ],
        [OnnxFile.Port("pixel_values", 1, Batch, 3, Size, Size)],
        [OnnxFile.Port("last_hidden_state", 1, Batch, 3, Size, Size), .. AnotherMatrix ? [OnnxFile.Port("another", 1, Batch, 3)] : Array.Empty<byte[]>(), OnnxFile.Port(ImageOutput, 1, Batch, 3)],
        []);

    /// <summary>The few parts of the ONNX format (protocol buffers) that the graphs above need.</summary>
    private static class OnnxFile
    {
        public static byte[] Model(IEnumerable<byte[]> nodes, IEnumerable<byte[]> inputs, IEnumerable<byte[]> outputs, IEnumerable<byte[]> constants)
        {
            byte[] graph =
            [
                .. nodes.SelectMany(n => Field(1, n)),
                .. Field(2, "tiny"u8.ToArray()),
                .. constants.SelectMany(c => Field(5, c)),
                .. inputs.SelectMany(i => Field(11, i)),
                .. outputs.SelectMany(o => Field(12, o)),
            ];
            return [.. Field(1, 8), .. Field(7, graph), .. Field(8, [.. Field(1, ""u8.ToArray()), .. Field(2, 13)])];
        }

        public static byte[] Node(string type, string[] inputs, string output, params byte[][] attributes) =>
            [.. inputs.SelectMany(i => Field(1, Utf8(i))), .. Field(2, Utf8(output)), .. Field(4, Utf8(type)), .. attributes.SelectMany(a => Field(5, a))];

        public static byte[] Int(string name, long value) => [.. Field(1, Utf8(name)), .. Field(3, value), .. Field(20, 2)];

        public static byte[] Ints(string name, params long[] values) => [.. Field(1, Utf8(name)), .. values.SelectMany(v => Field(8, v)), .. Field(20, 7)];

        public static byte[] Port(string name, int element, params int[] shape)
        {
            var sides = shape.SelectMany((s, i) => Field(1, s < 0 ? [.. Field(2, Utf8($"side{i}"))] : [.. Field(1, s)])).ToArray();
            return [.. Field(1, Utf8(name)), .. Field(2, [.. Field(1, [.. Field(1, element), .. Field(2, sides)])])];
        }

        public static byte[] Floats(string name, float[] values) =>
            [.. Field(1, values.Length), .. Field(2, 1), .. Field(8, Utf8(name)), .. Field(9, [.. values.SelectMany(BitConverter.GetBytes)])];

        public static byte[] Longs(string name, long[] values) =>
            [.. Field(1, values.Length), .. Field(2, 7), .. Field(8, Utf8(name)), .. Field(9, [.. values.SelectMany(BitConverter.GetBytes)])];

        private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

        private static IEnumerable<byte> Field(int number, long value) => [.. Varint((ulong)number << 3), .. Varint((ulong)value)];

        private static IEnumerable<byte> Field(int number, byte[] content) =>
            [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)content.Length), .. content];

        private static IEnumerable<byte> Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                yield return (byte)(value | 0x80);
            }

            yield return (byte)value;
        }
    }
}
