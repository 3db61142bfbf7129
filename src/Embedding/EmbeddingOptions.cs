using System.ComponentModel.DataAnnotations;
using Photoseek.Embedding.Images;

namespace Photoseek.Embedding;

/// <summary>Which model is served, where bundles lie and what pictures are let in. Section <c>Embedding</c>.</summary>
public sealed class EmbeddingOptions
{
    /// <summary>The bundle that comes with the app.</summary>
    public const string ShippedModel = "demo-world";

    /// <summary>The bundle to serve: the name of a folder in <see cref="InstalledModels"/> or <see cref="ShippedModels"/>.</summary>
    [Required]
    public string Model { get; set; } = ShippedModel;

    /// <summary>Folder of the bundles that came with the app (read only).</summary>
    [Required]
    public string ShippedModels { get; set; } = "models";

    /// <summary>Folder that bundles are installed into; a bundle put there by hand works the same.</summary>
    [Required]
    public string InstalledModels { get; set; } = "data/models";

    /// <summary>Where bundles are downloaded from: the hub itself or a mirror with the same paths.</summary>
    [Required]
    public Uri DownloadAddress { get; set; } = new("https://huggingface.co/");

    /// <summary>A file of further bundles that can be installed, written like <c>known-models.json</c> of this version; null for none.</summary>
    public string? MoreModels { get; set; }

    /// <summary>
    /// Threads inside one text run: two where there are four cores or more. With fewer the second takes a core from the database, and a search
    /// takes as long as with one.
    /// </summary>
    [Range(1, 64)]
    public int TextThreads { get; set; } = Environment.ProcessorCount >= 4 ? 2 : 1;

    /// <summary>Threads inside one picture run. Several runs of one thread beat one run of several.</summary>
    [Range(1, 64)]
    public int ImageThreads { get; set; } = 1;

    /// <summary>What a picture may be before it is decoded.</summary>
    [Required]
    public PictureLimits Limits { get; set; } = new();
}
