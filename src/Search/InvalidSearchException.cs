namespace Photoseek.Search;

/// <summary>A request that breaks a rule of <see cref="SearchRequest"/>; found before any work is done.</summary>
/// <param name="field">The first wrong field, in snake case: <c>text</c>, <c>top_k</c>, <c>score_threshold</c> ...</param>
/// <param name="message">A sentence that says what to do.</param>
public sealed class InvalidSearchException(string field, string message) : Exception(message)
{
    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;

    /// <summary>Every wrong field with its sentence, the first one included.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = message };
}
