namespace Photoseek.Indexing.Jobs;

/// <summary>Files of a source that were refused for the same reason.</summary>
/// <param name="Source">The source.</param>
/// <param name="Reason">Why; numbers that differ from file to file are left out.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">Keys of some of them.</param>
public sealed record RefusalGroup(string Source, string Reason, long Count, IReadOnlyList<string> Examples);
