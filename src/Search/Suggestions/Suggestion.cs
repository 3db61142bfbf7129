namespace Photoseek.Search.Suggestions;

/// <summary>Something to go on typing with.</summary>
/// <param name="Kind"><c>tag</c>, <c>person</c>, <c>camera</c>, <c>place</c>, <c>project</c> or <c>category</c>.</param>
/// <param name="Value">As it is written at the pictures.</param>
/// <param name="Query">What to write for it, as in <c>tag:"old town"</c>.</param>
/// <param name="From">Where in the text: what stands there and behind is replaced.</param>
public sealed record Suggestion(string Kind, string Value, string Query, int From);
