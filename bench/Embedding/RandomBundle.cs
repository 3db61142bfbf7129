using Photoseek.App.Cli.Bench;

namespace Photoseek.Bench.Embedding;

/// <summary>
/// A bundle of ViT-B/32's real size with random weights, in the layout that is downloaded: what speed and memory are
/// measured with where the real weights are not at hand. The same seed gives the same bytes.
/// </summary>
internal static class RandomBundle
{
    // Raised when what is written changes, so that what is kept is written anew.
    private const int Form = 3;

    private const string Config = """
        {
         "model_type": "clip",
         "projection_dim": 512,
         "text_config": { "model_type": "clip_text_model", "max_position_embeddings": 77, "vocab_size": 49408, "eos_token_id": 49407, "bos_token_id": 49406 },
         "vision_config": { "model_type": "clip_vision_model", "image_size": 224, "patch_size": 32 }
        }
        """;

    private const string Preprocessing = """
        {
         "crop_size": 224, "do_center_crop": true, "do_convert_rgb": true, "do_normalize": true, "do_rescale": true, "do_resize": true,
         "feature_extractor_type": "CLIPFeatureExtractor", "image_processor_type": "CLIPFeatureExtractor",
         "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
         "resample": 3, "rescale_factor": 0.00392156862745098, "size": { "shortest_edge": 224 }
        }
        """;

    /// <summary>The folder of a bundle that is kept between runs.</summary>
    public static string Make(BenchRun run, bool lean)
    {
        var folder = Path.Combine(run.Folder("models"), lean ? "vit-b-32-lean" : "vit-b-32-random");
        Write(folder, Path.Combine(run.Home, "models", "demo-world"), lean, seed: 1);
        return folder;
    }

    /// <summary>Where a bundle keeps its text tower.</summary>
    public static string TextTower(string folder) => Path.Combine(folder, "onnx", "text_model.onnx");

    /// <summary>Where a bundle keeps its image tower.</summary>
    public static string ImageTower(string folder) => Path.Combine(folder, "onnx", "vision_model.onnx");

    /// <summary>Writes the bundle into <paramref name="folder"/>, unless it is there already.</summary>
    /// <param name="folder">The bundle's own folder; its last part is the model's name.</param>
    /// <param name="demo">The demo model's folder, whose tokenizer is extended.</param>
    /// <param name="lean">Few nodes instead of those that an exporter writes; the weights are the same.</param>
    /// <param name="seed">Of the weights.</param>
    public static void Write(string folder, string demo, bool lean, int seed)
    {
        var done = Path.Combine(folder, $".done-{Form}-{seed}");
        if (File.Exists(done))
        {
            return;
        }

        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        File.WriteAllText(Path.Combine(folder, "config.json"), Config);
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), Preprocessing);
        RandomTokenizer.Write(Path.Combine(demo, "tokenizer.json"), BenchQueries.Words(), Path.Combine(folder, "tokenizer.json"));
        (lean ? LeanGraphs.Image() : ExportedGraphs.Image()).Save(Path.Combine(folder, "onnx", "vision_model.onnx"), seed);
        (lean ? LeanGraphs.Text() : ExportedGraphs.Text()).Save(Path.Combine(folder, "onnx", "text_model.onnx"), seed);
        File.WriteAllText(done, "");
    }
}
