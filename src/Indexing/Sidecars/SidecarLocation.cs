using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Sidecars;

/// <summary>A sidecar of an image, or the fact that one of its objects has none any more.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="SourceId">The source of both files.</param>
/// <param name="Kind">The source's kind, as in <see cref="OriginalLocation"/>.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Root">The source's root.</param>
/// <param name="Picture">The picture's key.</param>
/// <param name="Key">The sidecar's key; null when there is none.</param>
/// <param name="Version">The sidecar's version; null when there is none.</param>
internal sealed record SidecarLocation(long ImageId, int SourceId, string Kind, string Source, string Root, string Picture, string? Key, string? Version);
