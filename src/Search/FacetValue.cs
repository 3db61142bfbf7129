namespace Photoseek.Search;

/// <summary>A value of a field.</summary>
/// <param name="Value">As it is written about the pictures.</param>
/// <param name="Count">How many pictures have it.</param>
/// <param name="Filter">What to add to a query for them.</param>
public sealed record FacetValue(string Value, long Count, string Filter);
