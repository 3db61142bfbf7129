using Photoseek.Search.Queries;

namespace Photoseek.Search;

/// <summary>A page of results.</summary>
/// <param name="Hits">Best first; equal ones by id.</param>
/// <param name="More">Whether a next page has results.</param>
/// <param name="Latency">From request to results.</param>
/// <param name="Pending">Images that this search could not see yet, because they wait for their vectors; counted up to <see cref="MaxPending"/>.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, bool More, TimeSpan Latency, long Pending)
{
    /// <summary>Where counting what is pending stops: this number means so many or more.</summary>
    public const int MaxPending = 10_000;

    /// <summary>Whether the results come from the cache of results: they are what the library would answer now.</summary>
    public bool Cached { get; init; }

    /// <summary>What the search did without because it was slow or down; empty for a whole answer.</summary>
    public IReadOnlyList<LegLeftOut> LeftOut { get; init; } = [];

    /// <summary>Words that nobody wrote, with those that were looked for instead.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Guessed { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Pictures that were looked at and left out, as they come less near than <see cref="SearchRequest.Cutoff"/> lets through.</summary>
    public int Less { get; init; }

    /// <summary>Whether there are more of these than were looked at.</summary>
    public bool LessGoesOn { get; init; }

    /// <summary>How the candidates were found.</summary>
    public SearchPath Path { get; init; }

    /// <summary>What the pictures of the request look like, to ask for further pages with; null where there were none.</summary>
    public string? Look { get; init; }

    /// <summary>What was found, counted; null where nobody asked.</summary>
    public FacetCounts? Facets { get; init; }

    /// <summary>The state of the library that it was made from; null before anything was indexed.</summary>
    internal PgSnapshot? State { get; init; }

    /// <summary>Where the time went.</summary>
    public SearchTimings Timings { get; init; } = new();
}
