using System.ComponentModel.DataAnnotations;

namespace Photoseek.Indexing;

/// <summary>Where uploads and thumbnails are kept. Section <c>Storage</c>.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary><c>FileSystem</c> or <c>S3</c>.</summary>
    [Required]
    [AllowedValues("FileSystem", "S3", ErrorMessage = "Storage:Provider must be FileSystem or S3.")]
    public string Provider { get; set; } = "FileSystem";

    /// <summary>The store's folder; with S3, where uploads lie until they are sent.</summary>
    [Required]
    public string Folder { get; set; } = "data/store";

    /// <summary>S3: the server, such as <c>https://s3.example.org</c>; null for Amazon's own.</summary>
    public string? Endpoint { get; set; }

    /// <summary>S3: the region that requests are signed for.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>S3: the bucket.</summary>
    public string? Bucket { get; set; }

    /// <summary>S3: what all keys begin with; a '/' is put behind it where it has none. Null for nothing.</summary>
    public string? Prefix { get; set; }

    /// <summary>S3: the bucket in the path and not in the host name. Null: only where there is an <see cref="Endpoint"/>.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>S3: with <see cref="SecretKey"/>, or both null for the usual AWS chain. Must be allowed to read, write and delete.</summary>
    public string? AccessKey { get; set; }

    /// <summary>S3: with <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Provider == "S3" ? S3Rules.Check(Endpoint, Bucket, AccessKey, SecretKey).Select(static problem => new ValidationResult($"Storage: {problem}")) : [];
}
