using Photoseek.Search.Language;

namespace Photoseek.Search;

/// <summary>What is looked for: a text, pictures, an image of the library, or several of these together.</summary>
public sealed record SearchRequest
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxTextLength = 512;

    /// <summary>Most results in one answer.</summary>
    public const int MaxTopK = 100;

    /// <summary>Deepest rank that paging reaches.</summary>
    public const int MaxDepth = 1000;

    /// <summary>Most pictures that are sent to search by.</summary>
    public const int MaxPictures = 8;

    /// <summary>Longest project or category, in characters.</summary>
    public const int MaxLabelLength = 200;

    /// <summary>1 to 512 characters, not counting white space around them.</summary>
    public string? Text { get; init; }

    /// <summary>Pictures that the results should be like, or should not; at most 8.</summary>
    public IReadOnlyList<QueryPicture> Pictures { get; init; } = [];

    /// <summary>What such pictures look like: <see cref="SearchAnswer.Look"/> of a search by them, in their place.</summary>
    public string? Look { get; init; }

    /// <summary>An image of the library; it is left out of its own results.</summary>
    public long? ImageId { get; init; }

    /// <summary>1 to 100.</summary>
    public int TopK { get; init; } = 10;

    /// <summary>Ranks to skip, for paging. Offset + TopK is at most 1,000.</summary>
    public int Offset { get; init; }

    /// <summary>0 to 1: results with a lower cosine are left out. 0 keeps all.</summary>
    public double ScoreThreshold { get; init; }

    /// <summary>
    /// 0 to 1: how far a picture may be from the best one, on the way down to what any picture of the library has; what comes
    /// less near is left out, but for what words found. 0 leaves out nothing, null takes <see cref="SearchOptions.Cutoff"/>.
    /// </summary>
    public double? Cutoff { get; init; }

    /// <summary>What becomes of pictures that are nearly the same.</summary>
    public DuplicateHandling Duplicates { get; init; }

    /// <summary>Whether to count what the pictures that were found have: the first 1,000 at most.</summary>
    public bool Facets { get; init; }

    /// <summary>The order of the results.</summary>
    public SearchSort Sort { get; init; }

    /// <summary>Only images of this project.</summary>
    public string? Project { get; init; }

    /// <summary>Only images of this category.</summary>
    public string? Category { get; init; }

    /// <summary>What images must be besides, as filters in a text say it.</summary>
    public QueryFilters Filters { get; init; } = QueryFilters.None;
}
