namespace Photoseek.Search;

/// <summary>A way of finding that a search did without.</summary>
/// <param name="Leg">Which.</param>
/// <param name="Reason">Why: a sentence for people.</param>
public sealed record LegLeftOut(SearchLeg Leg, string Reason);
