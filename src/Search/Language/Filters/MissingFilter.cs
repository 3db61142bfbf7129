namespace Photoseek.Search.Language.Filters;

/// <summary>A field is empty. Screenshots have no camera.</summary>
public sealed record MissingFilter(MissableField Field) : QueryFilter
{
    public override string Written => $"no:{FilterNames.Of(Field)}";
}
