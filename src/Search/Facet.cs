namespace Photoseek.Search;

/// <summary>The values that a field has among what was found, to narrow a search by.</summary>
/// <param name="Name">Of the filter: <c>camera</c>, <c>tag</c>, <c>person</c>, <c>year</c> ...</param>
/// <param name="Values">Those that most pictures have, most first.</param>
public sealed record Facet(string Name, IReadOnlyList<FacetValue> Values);
