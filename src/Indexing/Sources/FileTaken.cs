namespace Photoseek.Indexing.Sources;

/// <summary>What became of one file of a folder.</summary>
/// <param name="Result">For the summary.</param>
/// <param name="Replaced">The image that lay under the key before and may have no object left.</param>
/// <param name="IsLost">Whether the key had a picture before, and what lies there now is none.</param>
internal sealed record FileTaken(IntakeResult Result, long? Replaced = null, bool IsLost = false);
