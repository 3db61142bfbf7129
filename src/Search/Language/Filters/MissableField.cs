namespace Photoseek.Search.Language.Filters;

/// <summary>Fields that may be empty.</summary>
public enum MissableField
{
    Camera,
    Lens,
    Date,
    Place,
    Tag,
    Person,
    Title,
    Description,
    Rating,
}
