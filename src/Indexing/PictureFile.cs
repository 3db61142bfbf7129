namespace Photoseek.Indexing;

/// <summary>Bytes on their way out.</summary>
/// <param name="Content">Owned by the receiver.</param>
/// <param name="ContentType">From what the bytes are, never from what a client said.</param>
/// <param name="FileName">For a download; safe for a header.</param>
public sealed record PictureFile(Stream Content, string ContentType, string FileName);
