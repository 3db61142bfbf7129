namespace Photoseek.Bench.Embedding;

/// <summary>The towers node by node as PyTorch's exporter writes them with every side left open: the graphs that people download.</summary>
internal static class ExportedGraphs
{
    public static OnnxGraph Text()
    {
        var shapes = Shapes.Text;
        var g = new OnnxGraph("as exported");
        g.Input("input_ids", ids: true, "batch_size", "sequence_length");
        var batch = Side(g, "input_ids", 0);
        var length = Side(g, "input_ids", 1);
        var ids = g.Node("Reshape", ["input_ids", Concat(g, g.Ints(-1), g.Node("Unsqueeze", [length, g.Ints(0)]))]);
        var token = g.Node("Gather", [g.Weights("text.tokens", 0.5f, 0, Shapes.Vocabulary, shapes.Width), ids]);
        var positions = g.Node("Unsqueeze", [g.Node("Range", [g.Int(0), length, g.Int(1)]), g.Ints(0)]);
        var position = g.Node("Gather", [g.Weights("text.positions", 0.2f, 0, Shapes.Context, shapes.Width), positions]);
        var x = g.Node("Add", [token, position]);

        // 1 above the diagonal, times the least number.
        var square = Concat(g, g.Node("Unsqueeze", [length, g.Ints(0)]), g.Node("Unsqueeze", [length, g.Ints(0)]));
        var ones = g.Node("Expand", [g.Float(1), square]);
        var mask = g.Node("Mul", [g.Node("Trilu", [ones, g.Int(1)], ("upper", 1)), g.Float(float.MinValue)]);
        mask = g.Node("Expand", [g.Node("Unsqueeze", [mask, g.Ints(0, 1)]), Concat(g, g.Node("Unsqueeze", [batch, g.Ints(0)]), g.Ints(1), square)]);
        for (var layer = 0; layer < Shapes.Layers; layer++)
        {
            x = Layer(g, shapes, x, layer, mask);
        }

        x = Normalize(g, x, "text.last", shapes);
        var rows = g.Node("Range", [g.Int(0), Side(g, x, 0), g.Int(1)]);
        var ends = g.Node("ArgMax", ["input_ids"], ("axis", -1), ("keepdims", 0));
        var index = g.Node("Concat", [g.Node("Unsqueeze", [rows, g.Ints(-1)]), g.Node("Unsqueeze", [ends, g.Ints(-1)])], ("axis", -1));
        var pooled = g.Node("GatherND", [x, index]);
        g.NodeTo("text_embeds", "MatMul", [pooled, g.Weights("text.projection", shapes.Deviation, 0, shapes.Width, Shapes.Dimension)]);
        g.Output("text_embeds", "batch_size", Shapes.Dimension);
        return g;
    }

    public static OnnxGraph Image()
    {
        var shapes = Shapes.Image;
        var g = new OnnxGraph("as exported");
        g.Input("pixel_values", ids: false, "batch_size", 3, Shapes.Side, Shapes.Side);
        var batch = Side(g, "pixel_values", 0);
        var patches = g.Node(
            "Conv",
            ["pixel_values", g.Weights("image.patches", 0.02f, 0, shapes.Width, 3, Shapes.Patch, Shapes.Patch)],
            ("kernel_shape", new long[] { Shapes.Patch, Shapes.Patch }),
            ("strides", new long[] { Shapes.Patch, Shapes.Patch }));
        var flat = Concat(g, g.Node("Slice", [g.Node("Shape", [patches]), g.Ints(0), g.Ints(2), g.Ints(0)]), g.Ints(-1));
        patches = g.Node("Transpose", [g.Node("Reshape", [patches, flat])], ("perm", new long[] { 0, 2, 1 }));
        var first = g.Node("Expand", [g.Weights("image.class", 0.5f, 0, 1, 1, shapes.Width), Concat(g, g.Node("Unsqueeze", [batch, g.Ints(0)]), g.Ints(1), g.Ints(1))]);
        var x = g.Node("Concat", [first, patches], ("axis", 1));
        x = g.Node("Add", [x, g.Weights("image.positions", 0.2f, 0, 1, Shapes.Patches + 1, shapes.Width)]);
        x = Normalize(g, x, "image.first", shapes);
        for (var layer = 0; layer < Shapes.Layers; layer++)
        {
            x = Layer(g, shapes, x, layer, mask: null);
        }

        var pooled = Normalize(g, g.Node("Gather", [x, g.Int(0)], ("axis", 1)), "image.last", shapes);
        g.NodeTo("image_embeds", "MatMul", [pooled, g.Weights("image.projection", shapes.Deviation, 0, shapes.Width, Shapes.Dimension)]);
        g.Output("image_embeds", "batch_size", Shapes.Dimension);
        return g;
    }

    private static string Layer(OnnxGraph g, Shapes shapes, string x, int layer, string? mask)
    {
        var name = $"{shapes.Name}.{layer}";
        x = g.Node("Add", [x, Attend(g, shapes, Normalize(g, x, $"{name}.norm1", shapes), name, mask)]);
        var inner = Linear(g, Normalize(g, x, $"{name}.norm2", shapes), $"{name}.up", shapes, shapes.Width, shapes.Width * 4);
        inner = g.Node("Mul", [inner, g.Node("Sigmoid", [g.Node("Mul", [inner, g.Float(1.702f)])])]);
        return g.Node("Add", [x, Linear(g, inner, $"{name}.down", shapes, shapes.Width * 4, shapes.Width)]);
    }

    private static string Attend(OnnxGraph g, Shapes shapes, string x, string name, string? mask)
    {
        var batch = g.Node("Unsqueeze", [Side(g, x, 0), g.Ints(0)]);
        var length = g.Node("Unsqueeze", [Side(g, x, 1), g.Ints(0)]);
        var width = g.Node("Unsqueeze", [Side(g, x, 2), g.Ints(0)]);
        var query = g.Node("Mul", [Linear(g, x, $"{name}.query", shapes, shapes.Width, shapes.Width), g.Float(1 / MathF.Sqrt(shapes.Head))]);
        query = Heads(g, shapes, query, Concat(g, batch, length, g.Ints(shapes.Heads), g.Ints(shapes.Head)));
        var open = Concat(g, batch, g.Ints(-1), g.Ints(shapes.Heads), g.Ints(shapes.Head));
        var key = Heads(g, shapes, Linear(g, x, $"{name}.key", shapes, shapes.Width, shapes.Width), open);
        var value = Heads(g, shapes, Linear(g, x, $"{name}.value", shapes, shapes.Width, shapes.Width), open);
        var scores = g.Node("MatMul", [query, g.Node("Transpose", [key], ("perm", new long[] { 0, 2, 1 }))]);
        if (mask is not null)
        {
            var rows = g.Node("Unsqueeze", [Side(g, key, 1), g.Ints(0)]);
            scores = g.Node("Add", [g.Node("Reshape", [scores, Concat(g, batch, g.Ints(shapes.Heads), length, rows)]), mask]);
            var all = g.Node("Mul", [batch, g.Ints(shapes.Heads)]);
            scores = g.Node("Reshape", [scores, Concat(g, all, length, rows)]);
        }

        var mixed = g.Node("MatMul", [g.Node("Softmax", [scores], ("axis", -1)), value]);
        mixed = g.Node("Reshape", [mixed, Concat(g, batch, g.Ints(shapes.Heads), length, g.Ints(shapes.Head))]);
        mixed = g.Node("Transpose", [mixed], ("perm", new long[] { 0, 2, 1, 3 }));
        mixed = g.Node("Reshape", [mixed, Concat(g, batch, length, width)]);
        return Linear(g, mixed, $"{name}.out", shapes, shapes.Width, shapes.Width);
    }

    private static string Heads(OnnxGraph g, Shapes shapes, string x, string shape)
    {
        x = g.Node("Transpose", [g.Node("Reshape", [x, shape])], ("perm", new long[] { 0, 2, 1, 3 }));
        var all = g.Node("Mul", [g.Node("Unsqueeze", [Side(g, x, 0), g.Ints(0)]), g.Ints(shapes.Heads)]);
        return g.Node("Reshape", [x, Concat(g, all, g.Ints(-1), g.Ints(shapes.Head))]);
    }

    private static string Linear(OnnxGraph g, string x, string name, Shapes shapes, int from, int to)
    {
        var product = g.Node("MatMul", [x, g.Weights($"{name}.weight", shapes.Deviation * MathF.Sqrt(shapes.Width / (float)from), 0, from, to)]);
        return g.Node("Add", [g.Weights($"{name}.bias", 0.02f, 0, to), product]);
    }

    private static string Normalize(OnnxGraph g, string x, string name, Shapes shapes)
    {
        var centred = g.Node("Sub", [x, Mean(g, x)]);
        var deviation = g.Node("Sqrt", [g.Node("Add", [Mean(g, g.Node("Pow", [centred, g.Float(2)])), g.Float(Shapes.Epsilon)])]);
        var scaled = g.Node("Mul", [g.Node("Div", [centred, deviation]), g.Weights($"{name}.gain", 0.05f, 1, shapes.Width)]);
        return g.Node("Add", [scaled, g.Weights($"{name}.bias", 0.02f, 0, shapes.Width)]);
    }

    private static string Mean(OnnxGraph g, string x) => g.Node("ReduceMean", [x], ("axes", new long[] { -1 }), ("keepdims", 1));

    private static string Side(OnnxGraph g, string x, int axis) => g.Node("Gather", [g.Node("Shape", [x]), g.Int(axis)], ("axis", 0));

    private static string Concat(OnnxGraph g, params string[] parts) => g.Node("Concat", parts, ("axis", 0));
}
