namespace Photoseek.Search.Queries;

/// <summary>What words found.</summary>
/// <param name="Best">Best first.</param>
/// <param name="Guessed">Words that nobody wrote, with those that were looked for instead.</param>
internal sealed record WordMatches(IReadOnlyList<WordMatch> Best, IReadOnlyDictionary<string, IReadOnlyList<string>> Guessed)
{
    /// <summary>
    /// Words that so many images have that they retrieve nothing by themselves, where there is no rarer one beside them: they
    /// rank what was found otherwise (<see cref="CommonWords"/>).
    /// </summary>
    public IReadOnlyList<string> Common { get; init; } = [];

    public static readonly WordMatches None = new([], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
}
