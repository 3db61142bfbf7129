namespace Photoseek.Indexing.Storage;

/// <summary>One place that an image's bytes can be read from.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Kind">The source's kind: <c>store</c>, <c>folder</c> or <c>s3</c>.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Root">The source's root.</param>
/// <param name="Key">The object's key there.</param>
/// <param name="ByteSize">How many bytes it has.</param>
internal sealed record OriginalLocation(long ImageId, string Kind, string Source, string Root, string Key, long ByteSize);
