using System.Text.Json;

namespace Photoseek.Embedding.Models;

/// <summary>What a bundle's config.json says of its towers, where the graphs leave it open.</summary>
/// <param name="Context">Most ids of a text.</param>
/// <param name="Dimension">Width of the vectors.</param>
internal sealed record BundleConfig(int? Context, int? Dimension)
{
    /// <summary>Reads either form, transformers' or OpenCLIP's; a file that is absent says nothing.</summary>
    public static BundleConfig Read(string file)
    {
        if (!File.Exists(file))
        {
            return new(null, null);
        }

        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            var config = document.RootElement;
            return new(
                Number(config, "text_config", "max_position_embeddings") ?? Number(config, "text_cfg", "context_length"),
                Number(config, "projection_dim") ?? Number(config, "embed_dim"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static int? Number(JsonElement at, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.GetInt32();
    }
}
