using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>What the vectors of texts found.</summary>
/// <param name="State">What came of it.</param>
/// <param name="Best">Best first, equal ones by id.</param>
/// <param name="Reason">Why it is unavailable: a sentence for people.</param>
internal sealed record TextMatches(TextLegState State, IReadOnlyList<Candidate> Best, string? Reason)
{
    public static readonly TextMatches Empty = new(TextLegState.Empty, [], null);

    public static readonly TextMatches Unused = new(TextLegState.Unused, [], null);

    public static TextMatches Of(IReadOnlyList<Candidate> best) => best.Count == 0 ? Empty : new(TextLegState.Answered, best, null);

    public static TextMatches Unavailable(string reason) => new(TextLegState.Unavailable, [], reason);
}
