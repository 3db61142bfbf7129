namespace Photoseek.Search.Language.Filters;

/// <summary>Fields that hold words.</summary>
public enum LabelField
{
    /// <summary>Make or model, a part of it suffices.</summary>
    Camera,

    /// <summary>A part of it suffices.</summary>
    Lens,

    /// <summary>The whole tag.</summary>
    Tag,

    /// <summary>A whole name, or a whole word of it.</summary>
    Person,

    /// <summary>jpeg, png or webp.</summary>
    Type,

    /// <summary>The source's name.</summary>
    Source,

    Project,

    Category,

    /// <summary>The file's name, a part of it suffices.</summary>
    Name,
}
