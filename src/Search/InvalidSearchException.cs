namespace Photoseek.Search;

/// <summary>A request that breaks a rule of <see cref="SearchRequest"/>; found before any work is done.</summary>
/// <param name="field">The field, as the request calls it.</param>
/// <param name="message">A sentence that says what to do.</param>
public sealed class InvalidSearchException(string field, string message) : Exception(message)
{
    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;
}
