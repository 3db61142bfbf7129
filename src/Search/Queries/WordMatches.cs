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
    public IReadOnlyList<WordFact> Common { get; init; } = [];

    /// <summary>Those of <see cref="Common"/> that people are called: who is asked for by name is to be found, however many pictures there are.</summary>
    public IReadOnlyList<string> Names => [.. Common.Where(static fact => fact.IsName).Select(static fact => fact.Word)];

    public static readonly WordMatches None = new([], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>What the common ones among words are.</summary>
    public static WordMatches OfCommon(IEnumerable<WordFact> facts) =>
        None with { Common = [.. facts.Where(static fact => fact.IsCommon && !fact.IsFiller).DistinctBy(static fact => fact.Word)] };
}
