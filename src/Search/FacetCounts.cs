namespace Photoseek.Search;

/// <summary>What pictures have, counted.</summary>
/// <param name="Facets">Fields that tell the pictures apart.</param>
/// <param name="Pictures">How many pictures were counted.</param>
/// <param name="Estimated">Whether that was a sample, and its figures are scaled up.</param>
public sealed record FacetCounts(IReadOnlyList<Facet> Facets, long Pictures, bool Estimated)
{
    /// <summary>Nothing to count.</summary>
    public static readonly FacetCounts None = new([], 0, Estimated: false);
}
