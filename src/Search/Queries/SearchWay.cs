namespace Photoseek.Search.Queries;

/// <summary>How candidates are looked for.</summary>
/// <param name="Path">By what.</param>
/// <param name="Among">The images that a filter leaves, where their codes alone are compared; null for all codes.</param>
internal sealed record SearchWay(SearchPath Path, long[]? Among = null)
{
    public static readonly SearchWay Exact = new(SearchPath.Exact);
}
