namespace Photoseek.Search.Language.Filters;

/// <summary>Wider than high, higher than wide, or neither.</summary>
public sealed record ShapeFilter(PictureShape Shape) : QueryFilter
{
    public override string Written => $"is:{FilterNames.Of(Shape)}";
}
