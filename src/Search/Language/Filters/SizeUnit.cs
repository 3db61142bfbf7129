namespace Photoseek.Search.Language.Filters;

/// <summary>What a size is counted in.</summary>
public enum SizeUnit
{
    /// <summary>Millions of pixels.</summary>
    Megapixels,

    /// <summary>Millions of bytes.</summary>
    Megabytes,
}
