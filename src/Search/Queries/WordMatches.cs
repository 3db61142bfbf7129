namespace Photoseek.Search.Queries;

/// <summary>What words found.</summary>
/// <param name="Best">Best first.</param>
/// <param name="Guessed">Words that nobody wrote, with those that were looked for instead.</param>
internal sealed record WordMatches(IReadOnlyList<WordMatch> Best, IReadOnlyDictionary<string, IReadOnlyList<string>> Guessed)
{
    public static readonly WordMatches None = new([], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
}
