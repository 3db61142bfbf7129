namespace Photoseek.Indexing.Storage.S3;

/// <summary>An object as a listing or its headers describe it.</summary>
/// <param name="Key">Relative to the place's prefix.</param>
/// <param name="Etag">Without quotation marks; it says that content changed, not what it is.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">UTC, as exact as the database keeps it.</param>
internal sealed record S3Object(string Key, string Etag, long Length, DateTime ModifiedAt)
{
    // Listings know parts of seconds, headers do not, and servers round either way.
    private static readonly TimeSpan SameTime = TimeSpan.FromSeconds(2);

    /// <summary>Whether it is what was recorded of it.</summary>
    public bool Is(string? etag, long length, DateTime? modifiedAt) =>
        Etag == etag && Length == length && modifiedAt is { } time && (ModifiedAt - time).Duration() < SameTime;
}
