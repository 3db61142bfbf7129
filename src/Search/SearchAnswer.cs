namespace Photoseek.Search;

/// <summary>A page of results.</summary>
/// <param name="Hits">Best first; equal scores by id.</param>
/// <param name="More">Whether a next page has results.</param>
/// <param name="Latency">From request to results.</param>
/// <param name="Pending">Images that this search could not see yet, because they wait for their vectors; counted up to <see cref="MaxPending"/>.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, bool More, TimeSpan Latency, long Pending)
{
    /// <summary>Where counting what is pending stops: this number means so many or more.</summary>
    public const int MaxPending = 10_000;
}
