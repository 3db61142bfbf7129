using System.Text.Json;

namespace Photoseek.Embedding.Models;

/// <summary>What a bundle wants done to a picture before its image tower sees it.</summary>
/// <param name="Size">Side of the square, in pixels.</param>
/// <param name="Squash">Both sides to <paramref name="Size"/>; otherwise the shorter one, and the centre square is cut out.</param>
/// <param name="Mean">Of R, G, B in 0..1, taken off.</param>
/// <param name="Std">Of R, G, B in 0..1, divided by.</param>
internal sealed record Preprocessing(int Size, bool Squash, float[] Mean, float[] Std)
{
    /// <summary>What each of the 256 values of a byte becomes, for R, G and B.</summary>
    public float[][] ValueOf { get; } =
        [.. Mean.Zip(Std, static (mean, std) => Enumerable.Range(0, 256).Select(v => ((v / 255f) - mean) / std).ToArray())];

    /// <summary>The same for the same preprocessing, whichever form it was read from.</summary>
    public string Signature => $"{Size} {(Squash ? "squash" : "crop")} {string.Join(' ', Mean)} {string.Join(' ', Std)}";

    /// <summary>Reads either form: <c>preprocessor_config.json</c> (transformers) or <c>preprocess_cfg.json</c> (OpenCLIP).</summary>
    /// <exception cref="InvalidDataException">It asks for something this app does not do; names it.</exception>
    public static Preprocessing Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            var config = document.RootElement;
            return config.TryGetProperty("mean", out _) ? ReadOpenClip(config) : ReadTransformers(config);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} cannot be read: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    private static Preprocessing ReadOpenClip(JsonElement config)
    {
        Require(Text(config, "mode") ?? "RGB", "RGB", "mode");
        Require(Text(config, "interpolation") ?? "bicubic", "bicubic", "interpolation");
        var squash = Text(config, "resize_mode") switch
        {
            null or "shortest" => false,
            "squash" => true,
            var other => throw new InvalidDataException($"resize_mode '{other}' is not known; this app does 'shortest' and 'squash'."),
        };
        return new(Side(config.GetProperty("size")), squash, Three(config, "mean"), Three(config, "std"));
    }

    private static Preprocessing ReadTransformers(JsonElement config)
    {
        const int bicubic = 3;
        if (config.TryGetProperty("resample", out var resample) && resample.GetInt32() != bicubic)
        {
            throw new InvalidDataException($"resample {resample.GetInt32()} is not known; this app does {bicubic} (bicubic).");
        }

        foreach (var step in (ReadOnlySpan<string>)["do_resize", "do_rescale", "do_normalize"])
        {
            if (config.TryGetProperty(step, out var wanted) && !wanted.GetBoolean())
            {
                throw new InvalidDataException($"{step} false is not known; this app always does it.");
            }
        }

        if (config.TryGetProperty("rescale_factor", out var factor) && Math.Abs((factor.GetDouble() * 255) - 1) > 1e-6)
        {
            throw new InvalidDataException($"rescale_factor {factor.GetDouble()} is not known; this app does 1/255.");
        }

        var size = config.GetProperty("size");
        var side = Side(size);
        var crop = config.TryGetProperty("do_center_crop", out var centre) && centre.GetBoolean();
        if (crop && config.TryGetProperty("crop_size", out var cropSize) && Side(cropSize) != side)
        {
            throw new InvalidDataException($"crop_size {Side(cropSize)} after size {side} is not known; this app wants them equal.");
        }

        if (!crop && size.ValueKind == JsonValueKind.Object && size.TryGetProperty("shortest_edge", out _))
        {
            throw new InvalidDataException("size.shortest_edge without do_center_crop is not known; the tower wants a square.");
        }

        return new(side, !crop, Three(config, "image_mean"), Three(config, "image_std"));
    }

    // A number, [height, width], {height, width} or {shortest_edge}.
    private static int Side(JsonElement size)
    {
        var (height, width) = size.ValueKind switch
        {
            JsonValueKind.Number => (size.GetInt32(), size.GetInt32()),
            JsonValueKind.Array when size.GetArrayLength() == 1 => (size[0].GetInt32(), size[0].GetInt32()),
            JsonValueKind.Array => (size[0].GetInt32(), size[1].GetInt32()),
            JsonValueKind.Object when size.TryGetProperty("shortest_edge", out var edge) => (edge.GetInt32(), edge.GetInt32()),
            JsonValueKind.Object => (size.GetProperty("height").GetInt32(), size.GetProperty("width").GetInt32()),
            _ => throw new InvalidDataException($"size {size} is not known."),
        };
        return height == width && height is > 0 and <= 4096
            ? height
            : throw new InvalidDataException($"size {width} x {height} is not known; this app does squares of up to 4096.");
    }

    private static float[] Three(JsonElement config, string name)
    {
        var values = config.GetProperty(name).EnumerateArray().Select(v => v.GetSingle()).ToArray();
        return values.Length == 3 ? values : throw new InvalidDataException($"{name} has {values.Length} values, not 3.");
    }

    private static string? Text(JsonElement config, string name) => config.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Require(string value, string known, string name)
    {
        if (!string.Equals(value, known, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{name} '{value}' is not known; this app does '{known}'.");
        }
    }
}
