namespace Photoseek.Bench.Embedding;

/// <summary>The same towers with the same weights in few nodes: what a graph can be at best.</summary>
internal static class LeanGraphs
{
    public static OnnxGraph Text()
    {
        var shapes = Shapes.Text;
        var g = new OnnxGraph("lean");
        g.Input("input_ids", ids: true, "batch_size", "sequence_length");
        var token = g.Node("Gather", [g.Weights("text.tokens", 0.5f, 0, Shapes.Vocabulary, shapes.Width), "input_ids"]);
        var length = g.Node("Shape", ["input_ids"], ("start", 1), ("end", 2));
        var position = g.Node("Slice", [g.Weights("text.positions", 0.2f, 0, Shapes.Context, shapes.Width), g.Ints(0), length, g.Ints(0)]);
        var x = g.Node("Add", [token, position]);
        for (var layer = 0; layer < Shapes.Layers - 1; layer++)
        {
            x = Finish(g, shapes, x, AttendBack(g, shapes, x, layer), layer);
        }

        // Of the last layer only the end token's row is used.
        var attended = AttendBack(g, shapes, x, Shapes.Layers - 1);
        var ends = g.Node("ArgMax", ["input_ids"], ("axis", -1), ("keepdims", 1));
        x = Finish(g, shapes, RowOf(g, x, ends), RowOf(g, attended, ends), Shapes.Layers - 1);
        Project(g, shapes, x, "text_embeds");
        return g;
    }

    public static OnnxGraph Image()
    {
        var shapes = Shapes.Image;
        var g = new OnnxGraph("lean");
        g.Input("pixel_values", ids: false, "batch_size", 3, Shapes.Side, Shapes.Side);
        var patches = g.Node(
            "Conv",
            ["pixel_values", g.Weights("image.patches", 0.02f, 0, shapes.Width, 3, Shapes.Patch, Shapes.Patch)],
            ("kernel_shape", new long[] { Shapes.Patch, Shapes.Patch }),
            ("strides", new long[] { Shapes.Patch, Shapes.Patch }));
        patches = g.Node("Transpose", [g.Node("Reshape", [patches, g.Ints(0, shapes.Width, Shapes.Patches)])], ("perm", new long[] { 0, 2, 1 }));
        var batch = g.Node("Concat", [g.Node("Shape", ["pixel_values"], ("start", 0), ("end", 1)), g.Ints(1, 1)], ("axis", 0));
        var first = g.Node("Expand", [g.Weights("image.class", 0.5f, 0, 1, 1, shapes.Width), batch]);
        var x = g.Node("Concat", [first, patches], ("axis", 1));
        x = Normalize(g, g.Node("Add", [x, g.Weights("image.positions", 0.2f, 0, 1, Shapes.Patches + 1, shapes.Width)]), "image.first", shapes);
        for (var layer = 0; layer < Shapes.Layers - 1; layer++)
        {
            x = Finish(g, shapes, x, Attend(g, shapes, x, layer), layer);
        }

        var attended = Attend(g, shapes, x, Shapes.Layers - 1);
        x = Finish(g, shapes, FirstRow(g, x), FirstRow(g, attended), Shapes.Layers - 1);
        Project(g, shapes, x, "image_embeds");
        return g;
    }

    // The products stay apart from the rest, so that their weights can be kept in 16 bits.
    private static string AttendBack(OnnxGraph g, Shapes shapes, string x, int layer)
    {
        var name = $"{shapes.Name}.{layer}";
        x = Normalize(g, x, $"{name}.norm1", shapes);
        string[] parts = [.. new[] { "query", "key", "value" }.Select(part => Linear(g, x, $"{name}.{part}", shapes, shapes.Width, shapes.Width))];
        return g.Contrib("MultiHeadAttention", parts, ("num_heads", shapes.Heads), ("unidirectional", 1));
    }

    private static string Attend(OnnxGraph g, Shapes shapes, string x, int layer)
    {
        var name = $"{shapes.Name}.{layer}";
        string[] parts = [$"{name}.query", $"{name}.key", $"{name}.value"];
        var weights = g.SideBySide($"{name}.qkv.weight", shapes.Deviation, [.. parts.Select(static p => p + ".weight")], shapes.Width, shapes.Width * 3);
        var bias = g.SideBySide($"{name}.qkv.bias", 0.02f, [.. parts.Select(static p => p + ".bias")], shapes.Width * 3);
        return g.Contrib(
            "Attention",
            [Normalize(g, x, $"{name}.norm1", shapes), weights, bias],
            ("num_heads", shapes.Heads));
    }

    private static string Finish(OnnxGraph g, Shapes shapes, string x, string attended, int layer)
    {
        var name = $"{shapes.Name}.{layer}";
        x = g.Node("Add", [x, Linear(g, attended, $"{name}.out", shapes, shapes.Width, shapes.Width)]);
        var inner = Linear(g, Normalize(g, x, $"{name}.norm2", shapes), $"{name}.up", shapes, shapes.Width, shapes.Width * 4);
        inner = g.Contrib("QuickGelu", [inner], ("alpha", 1.702f));
        return g.Node("Add", [x, Linear(g, inner, $"{name}.down", shapes, shapes.Width * 4, shapes.Width)]);
    }

    private static string Linear(OnnxGraph g, string x, string name, Shapes shapes, int from, int to)
    {
        var product = g.Node("MatMul", [x, g.Weights($"{name}.weight", shapes.Deviation * MathF.Sqrt(shapes.Width / (float)from), 0, from, to)]);
        return g.Node("Add", [product, g.Weights($"{name}.bias", 0.02f, 0, to)]);
    }

    private static string Normalize(OnnxGraph g, string x, string name, Shapes shapes) =>
        g.Node(
            "LayerNormalization",
            [x, g.Weights($"{name}.gain", 0.05f, 1, shapes.Width), g.Weights($"{name}.bias", 0.02f, 0, shapes.Width)],
            ("axis", -1), ("epsilon", Shapes.Epsilon));

    private static string RowOf(OnnxGraph g, string x, string index) => g.Node("GatherND", [x, index], ("batch_dims", 1));

    private static string FirstRow(OnnxGraph g, string x) => g.Node("Gather", [x, g.Int(0)], ("axis", 1));

    private static void Project(OnnxGraph g, Shapes shapes, string x, string output)
    {
        x = Normalize(g, x, $"{shapes.Name}.last", shapes);
        g.NodeTo(output, "MatMul", [x, g.Weights($"{shapes.Name}.projection", shapes.Deviation, 0, shapes.Width, Shapes.Dimension)]);
        g.Output(output, "batch_size", Shapes.Dimension);
    }
}
