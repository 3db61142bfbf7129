namespace Photoseek.Indexing;

/// <summary>What an import found.</summary>
/// <param name="Accepted">New pictures.</param>
/// <param name="Duplicates">Files whose bytes were there already, or that have not changed since the last import.</param>
/// <param name="Refused">Files that were not taken, each with its reason.</param>
/// <param name="Removed">Files known from an earlier import that are gone.</param>
/// <param name="Notice">A sentence when the import did less than it should, null when all is well.</param>
public sealed record ImportSummary(int Accepted, int Duplicates, IReadOnlyList<IntakeResult> Refused, int Removed = 0, string? Notice = null);
