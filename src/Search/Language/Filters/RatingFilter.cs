namespace Photoseek.Search.Language.Filters;

/// <summary>Rated so many stars; what was not rated has none.</summary>
/// <param name="Comparison">How to compare.</param>
/// <param name="Stars">0 to 5.</param>
public sealed record RatingFilter(Comparison Comparison, int Stars) : QueryFilter
{
    public override string Written => $"rating:{FilterNames.Of(Comparison)}{Stars}";
}
