namespace Photoseek.Indexing;

/// <summary>How far an import is.</summary>
/// <param name="Done">Files looked at.</param>
/// <param name="Total">Files found.</param>
/// <param name="File">The one just done.</param>
public sealed record ImportProgress(int Done, int Total, string File);
