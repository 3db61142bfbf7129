namespace Photoseek.Embedding.Models;

/// <summary>Where the parts of a bundle lie.</summary>
/// <param name="ImageTower">The graph from pixels to a vector.</param>
/// <param name="TextTower">The graph from ids to a vector.</param>
/// <param name="Tokenizer">The folder of tokenizer.json.</param>
/// <param name="Preprocessing">How pictures are prepared.</param>
/// <param name="Config">Widths and context of the towers; may be absent.</param>
internal sealed record BundleFiles(string ImageTower, string TextTower, string Tokenizer, string Preprocessing, string Config)
{
    /// <summary>The files of a bundle of either layout, or null when the folder holds neither.</summary>
    public static BundleFiles? Find(string folder) => Layouts(folder).FirstOrDefault(f => f.Missing().Count == 0);

    /// <summary>The files of a bundle of either layout.</summary>
    /// <exception cref="InvalidDataException">The folder holds neither; says what is missing of the likelier one.</exception>
    public static BundleFiles Require(string folder)
    {
        if (Find(folder) is { } files)
        {
            return files;
        }

        var missing = Layouts(folder).Select(f => f.Missing()).MinBy(m => m.Count)!;
        throw new InvalidDataException(
            $"{folder} is not a CLIP bundle: {string.Join(", ", missing.Select(f => Path.GetRelativePath(folder, f)))} missing.");
    }

    private static BundleFiles[] Layouts(string folder)
    {
        string In(params ReadOnlySpan<string> parts) => Path.Combine([folder, .. parts]);
        return
        [
            new(In("onnx", "vision_model.onnx"), In("onnx", "text_model.onnx"), folder, In("preprocessor_config.json"), In("config.json")),
            new(In("visual", "model.onnx"), In("textual", "model.onnx"), In("textual"), In("visual", "preprocess_cfg.json"), In("config.json")),
        ];
    }

    private List<string> Missing()
    {
        var missing = new[] { ImageTower, TextTower, Preprocessing }.Where(f => !File.Exists(f)).ToList();
        if (!File.Exists(Path.Combine(Tokenizer, "tokenizer.json"))
            && !(File.Exists(Path.Combine(Tokenizer, "vocab.json")) && File.Exists(Path.Combine(Tokenizer, "merges.txt"))))
        {
            missing.Add(Path.Combine(Tokenizer, "tokenizer.json"));
        }

        return missing;
    }
}
