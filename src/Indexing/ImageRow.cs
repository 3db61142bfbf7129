namespace Photoseek.Indexing;

/// <summary>An image's content, as its files need it.</summary>
internal sealed record ImageRow(long Id, byte[] Sha256, string Format, string FileName);
