namespace Photoseek.Indexing.Edits;

/// <summary>Some of what was deleted.</summary>
/// <param name="Pictures">The latest first.</param>
/// <param name="Next">The picture that the next page comes after; null at the end.</param>
public sealed record DeletedPage(IReadOnlyList<DeletedPicture> Pictures, long? Next);
