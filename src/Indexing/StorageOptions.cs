using System.ComponentModel.DataAnnotations;

namespace Photoseek.Indexing;

/// <summary>Where uploads and thumbnails are kept. Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary><c>FileSystem</c>.</summary>
    [Required]
    [AllowedValues("FileSystem", ErrorMessage = "Storage:Provider must be FileSystem.")]
    public string Provider { get; set; } = "FileSystem";

    /// <summary>The store's folder.</summary>
    [Required]
    public string Folder { get; set; } = "data/store";
}
