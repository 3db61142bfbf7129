namespace Photoseek.Indexing.Sources;

/// <summary>A file as it was found last.</summary>
/// <param name="Key">Where in the source.</param>
/// <param name="ImageId">What lay there.</param>
/// <param name="ByteSize">Of the file.</param>
/// <param name="ModifiedAt">By the source's clock.</param>
/// <param name="Etag">Where the source has such.</param>
/// <param name="IsGone">Whether it has left the source since.</param>
internal sealed record KnownFile(string Key, long ImageId, long ByteSize, DateTime? ModifiedAt, string? Etag, bool IsGone);
