namespace Photoseek.Indexing;

/// <summary>What comes with an uploaded picture.</summary>
/// <param name="FileName">As the sender calls it; shown, never used as a path.</param>
/// <param name="Title">Given title; null takes the file's own.</param>
/// <param name="Description">Given description; null takes the file's own.</param>
/// <param name="Tags">Given tags, added to the file's own.</param>
/// <param name="Project">A free label to filter by.</param>
public sealed record IncomingPicture(string FileName, string? Title = null, string? Description = null, IReadOnlyList<string>? Tags = null, string? Project = null);
