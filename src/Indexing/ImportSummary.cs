namespace Photoseek.Indexing;

/// <summary>What an import found.</summary>
/// <param name="Accepted">New pictures.</param>
/// <param name="Duplicates">Files whose bytes were there already, or that have not changed since the last import.</param>
/// <param name="Refused">Files that were not taken, each with its reason.</param>
public sealed record ImportSummary(int Accepted, int Duplicates, IReadOnlyList<IntakeResult> Refused);
