namespace Photoseek.Indexing.Sidecars;

/// <summary>Which sidecars an object's image was described with.</summary>
/// <param name="SourceId">The object's source.</param>
/// <param name="Picture">The object's key.</param>
/// <param name="Versions">Theirs, the closest first, with spaces between; null for none.</param>
internal sealed record SidecarMark(int SourceId, string Picture, string? Versions);
