namespace Photoseek.Indexing.Sources;

/// <summary>A file as the last import found it.</summary>
internal sealed record KnownFile(string Key, long ImageId, long ByteSize, DateTime? ModifiedAt, string? Etag);
