using System.Numerics.Tensors;
using System.Text.Json;
using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Models;

/// <summary>The reference model in both layouts, and what its makers' software says of texts and pictures.</summary>
internal static class Golden
{
    public static Dictionary<string, float[]> Texts { get; } = Read("texts.json");

    public static Dictionary<string, float[]> Images { get; } = Read("images.json");

    public static string Bundle(string layout) => Shared.Path("golden", "parity-model", layout);

    public static ClipModel Load(string layout) => ClipModel.Load(Bundle(layout), new EmbeddingOptions());

    public static float Cosine(float[] a, float[] b) => TensorPrimitives.CosineSimilarity(a, b);

    private static Dictionary<string, float[]> Read(string file) => Shared.Exists
        ? JsonSerializer.Deserialize<Dictionary<string, float[]>>(File.ReadAllBytes(Shared.Path("golden", "expected", file)))!
        : [];
}
