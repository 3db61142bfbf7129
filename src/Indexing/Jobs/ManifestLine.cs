namespace Photoseek.Indexing.Jobs;

/// <summary>One object of one source, and how its content stands in the served generation.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Key">Where in the source.</param>
/// <param name="Sha256">Of its content, in hexadecimal; null where that is no picture.</param>
/// <param name="State"><c>indexed</c>, <c>pending</c>, <c>failed</c>, <c>ignored</c>, or <c>refused</c> where the content is no picture that can be used.</param>
/// <param name="Model">The model that embedded it; null when it is not indexed.</param>
/// <param name="Time">When it was embedded, UTC; null when it is not indexed.</param>
/// <param name="Reason">Why it was given up.</param>
public sealed record ManifestLine(string Source, string Key, string? Sha256, string State, string? Model, DateTime? Time, string? Reason);
