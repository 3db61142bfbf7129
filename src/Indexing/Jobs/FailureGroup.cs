namespace Photoseek.Indexing.Jobs;

/// <summary>Pictures that were given up for the same reason.</summary>
/// <param name="State"><c>failed</c> or <c>ignored</c>.</param>
/// <param name="Reason">Why; numbers that differ from picture to picture are left out.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">The newest of them.</param>
public sealed record FailureGroup(string State, string Reason, long Count, IReadOnlyList<FailedPicture> Examples);
