using System.Numerics.Tensors;
using Photoseek.Embedding.Onnx;
using Photoseek.Embedding.Products;

namespace Photoseek.Embedding.Models;

/// <summary>What the two towers have in common: where their vectors come out, and what a good vector is.</summary>
internal static class Tower
{
    private static readonly string[] VectorNames = ["image_embeds", "text_embeds", "embedding", "pooler_output"];

    /// <summary>Loads a tower's graph. Its weights are mapped from the file, so that what is not read takes no memory.</summary>
    /// <param name="file">An .onnx file.</param>
    /// <param name="threads">Threads inside one run.</param>
    /// <param name="memoryPattern">Every run has the same shapes.</param>
    /// <param name="int16">Products with few rows: see <see cref="Int16Weights"/>.</param>
    /// <param name="pauses">Runs that take long give way: see <see cref="RightOfWay"/>.</param>
    /// <exception cref="InvalidDataException">The runtime refuses the file; carries its words.</exception>
    public static OnnxSession Load(string file, int threads, bool memoryPattern, bool int16, bool pauses)
    {
        try
        {
            using var graph = new GraphFile(file);
            using var weights = int16 ? Int16Weights.Apply(graph) : null;
            if (pauses)
            {
                Pauses.Apply(graph);
            }

            return OnnxSession.Load(graph.ToArray(), Path.GetDirectoryName(Path.GetFullPath(file))!, threads, memoryPattern);
        }
        catch (Exception e) when (e is OnnxException or InvalidDataException)
        {
            throw new InvalidDataException($"{file} cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>The output that holds the vector: by its name, or the only one of rank 2.</summary>
    public static OnnxPort VectorOf(OnnxSession session)
    {
        var matrices = session.Outputs.Where(o => o.Element == OnnxElement.Float32 && o.Shape.Count == 2).ToArray();
        return VectorNames.Select(n => Array.Find(matrices, o => o.Name == n)).FirstOrDefault(o => o is not null)
            ?? (matrices is [var only] ? only : null)
            ?? throw new InvalidDataException($"No output is a vector for certain: the graph has {string.Join("; ", session.Outputs)}.");
    }

    /// <summary>The width of that output.</summary>
    public static int DimensionOf(OnnxPort vector, BundleConfig config) =>
        vector.Shape[1] > 0
            ? (int)vector.Shape[1]
            : config.Dimension ?? throw new InvalidDataException($"Neither the graph ({vector}) nor config.json says how wide a vector is.");

    /// <summary>Brings a vector to length 1.</summary>
    /// <exception cref="InvalidDataException">It has no direction: all zero, or not finite.</exception>
    public static void Normalize(Span<float> vector)
    {
        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length < 1e-12f)
        {
            throw new InvalidDataException($"The model gave a vector of length {length}, which points nowhere.");
        }

        TensorPrimitives.Divide(vector, length, vector);
    }
}
