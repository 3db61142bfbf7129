namespace Photoseek.Indexing.Storage;

/// <summary>One place that an image's bytes can be read from.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Kind">The source's kind: <c>store</c> or <c>folder</c>.</param>
/// <param name="Root">The source's root.</param>
/// <param name="Key">The object's key there.</param>
internal sealed record OriginalLocation(long ImageId, string Kind, string Root, string Key);
