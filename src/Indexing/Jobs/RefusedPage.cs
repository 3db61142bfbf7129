namespace Photoseek.Indexing.Jobs;

/// <summary>Some of the refused files of a source.</summary>
/// <param name="Source">The source, as it is written.</param>
/// <param name="Files">In order of their keys.</param>
/// <param name="Next">The key after which there are more; null when these are the last.</param>
public sealed record RefusedPage(string Source, IReadOnlyList<RefusedFile> Files, string? Next);
