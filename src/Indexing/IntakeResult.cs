namespace Photoseek.Indexing;

/// <summary>The answer to one file.</summary>
/// <param name="File">The sender's name for it.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Id">The image, new or already there; null when refused.</param>
/// <param name="Reason">A sentence, when refused.</param>
public sealed record IntakeResult(string File, IntakeStatus Status, long? Id, string? Reason);
