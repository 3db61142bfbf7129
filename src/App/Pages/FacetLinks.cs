using Photoseek.Search;

namespace Photoseek.App.Pages;

/// <summary>What a search can be narrowed by in one respect.</summary>
/// <param name="Name">As "camera".</param>
/// <param name="Values">Those that most pictures have, first.</param>
public sealed record FacetLinks(string Name, IReadOnlyList<FacetLink> Values)
{
    private const string Year = "year";

    /// <summary>Those that narrow something: not what all have, nor what is asked for already.</summary>
    public static IReadOnlyList<FacetLinks> Of(FacetCounts counts, SearchAddress address) =>
    [
        .. from facet in counts.Facets
           let values = facet.Values
               .Where(value => value.Count < counts.Pictures && address.Query?.Contains(value.Filter, StringComparison.OrdinalIgnoreCase) != true)
               .Select(value => new FacetLink(value.Value, value.Count, address.And(value.Filter).ToString(), IsOne(facet.Name) ? address.And("-" + value.Filter).ToString() : null))
               .ToList()
           where values.Count > 0
           select new FacetLinks(facet.Name, facet.Name == Year ? [.. values.OrderByDescending(static value => value.Name, StringComparer.Ordinal)] : values),
    ];

    // A year is two filters, and cannot be left out by one word.
    private static bool IsOne(string name) => name != Year;
}
