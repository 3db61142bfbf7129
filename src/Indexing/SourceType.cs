namespace Photoseek.Indexing;

/// <summary>What a configured source is.</summary>
public enum SourceType
{
    /// <summary>A folder on disk.</summary>
    Folder,

    /// <summary>A bucket, or a part of one, of S3-compatible storage.</summary>
    S3,
}
