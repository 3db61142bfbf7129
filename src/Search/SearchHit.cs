namespace Photoseek.Search;

/// <summary>One result.</summary>
public sealed record SearchHit
{
    public required long Id { get; init; }

    /// <summary>Cosine similarity to the query, -1 to 1. Not the order of the results where words were found, too.</summary>
    public required double Score { get; init; }

    /// <summary>
    /// By what results are ordered where they are not sorted by date: comparable within one search only. 1 is what the nearest
    /// picture has by its vector alone; 0 where nothing was looked for.
    /// </summary>
    public double Relevance { get; init; }

    /// <summary>Whether its vector is among the nearest to the query's.</summary>
    public bool ByVector { get; init; }

    /// <summary>Whether words of the query are written about it.</summary>
    public bool ByWords { get; init; }

    /// <summary>Whether what is written about it means nearly what was asked.</summary>
    public bool ByText { get; init; }

    /// <summary>How many other results are nearly the same picture, and are not shown by themselves.</summary>
    public int Alike { get; init; }

    /// <summary>Of the content, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public required string FileName { get; init; }

    public string? Title { get; init; }

    /// <summary>Name of the source and the key there.</summary>
    public required string Source { get; init; }

    public required string SourceKind { get; init; }

    public required string SourceRoot { get; init; }

    public required string Key { get; init; }

    /// <summary>Pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels, upright.</summary>
    public required int Height { get; init; }

    public string? Category { get; init; }

    public DateTime? TakenAt { get; init; }

    /// <summary>Its colour from afar, 0xRRGGBB; null where that is not known.</summary>
    public int? Tint { get; init; }
}
