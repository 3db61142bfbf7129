namespace Photoseek.Search.Language.Filters;

/// <summary>Upright width against height.</summary>
public enum PictureShape
{
    Landscape,
    Portrait,
    Square,
}
