namespace Photoseek.Search;

/// <summary>A way in which a search finds pictures.</summary>
public enum SearchLeg
{
    /// <summary>By the vectors of pictures.</summary>
    Vectors,

    /// <summary>By words that are written about them.</summary>
    Words,

    /// <summary>By the vectors of what is written about them.</summary>
    Texts,
}
