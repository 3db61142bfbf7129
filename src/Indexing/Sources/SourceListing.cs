namespace Photoseek.Indexing.Sources;

/// <summary>A look through all of a source that is under way.</summary>
/// <param name="BeganAt">By the database's clock.</param>
/// <param name="AfterKey">The last key that is done with; null at the beginning.</param>
/// <param name="Listed">Pictures seen so far.</param>
internal sealed record SourceListing(DateTime BeganAt, string? AfterKey, long Listed);
