namespace Photoseek.Indexing.Storage.S3;

/// <summary>A part of a listing.</summary>
/// <param name="Objects">In the order of their keys' bytes.</param>
/// <param name="Next">The key to go on after; null when this was the last page.</param>
internal sealed record S3Page(IReadOnlyList<S3Object> Objects, string? Next);
