using System.Text.Json.Nodes;
using Photoseek.Embedding.Tests.Models;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

/// <summary>Bundles put in place by hand, beside the one that comes with the app.</summary>
internal static class TestBundles
{
    /// <summary>The demo model with another cut of the picture, which makes it another model of the same width.</summary>
    public static void AddCrop(string models, string name)
    {
        var target = Path.Combine(models, name);
        CopyFolder(Repository.Path("models", "demo-world"), target);
        var config = Path.Combine(target, "preprocessor_config.json");
        var settings = JsonNode.Parse(File.ReadAllText(config))!;
        settings["do_center_crop"] = true;
        File.WriteAllText(config, settings.ToJsonString());
    }

    /// <summary>A model of three numbers.</summary>
    public static void AddTiny(string models, string name)
    {
        using var bundle = new TinyBundle();
        bundle.Write();
        CopyFolder(bundle.Folder, Path.Combine(models, name));
    }

    /// <summary>Has every file of a bundle, and none of them is one.</summary>
    public static void AddBroken(string models, string name)
    {
        AddCrop(models, name);
        File.WriteAllText(Path.Combine(models, name, "onnx", "vision_model.onnx"), "no graph");
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
