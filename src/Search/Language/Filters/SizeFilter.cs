namespace Photoseek.Search.Language.Filters;

/// <summary>Larger or smaller than so much.</summary>
public sealed record SizeFilter(Comparison Comparison, double Amount, SizeUnit Unit) : QueryFilter
{
    public override string Written => $"size:{FilterNames.Of(Comparison)}{Number(Amount)}{FilterNames.Of(Unit)}";
}
