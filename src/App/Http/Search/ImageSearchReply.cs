using System.Text.Json.Serialization;
using Photoseek.App.Pages;
using Photoseek.Search;

namespace Photoseek.App.Http.Search;

/// <summary>The answer of <c>GET /api/search/images</c> and <c>POST /api/search/similar</c>.</summary>
/// <param name="Query">The text that was asked for; null for a picture.</param>
/// <param name="Results">Best first.</param>
/// <param name="Total">Results in this answer.</param>
/// <param name="Offset">Results that come before these.</param>
/// <param name="Limit">Most results that were asked for.</param>
/// <param name="More">Whether the next page has results.</param>
/// <param name="Pending">Images that could not be found yet, because they wait to be indexed.</param>
/// <param name="LatencyMs">From request to results.</param>
/// <param name="LeftOut">What the search did without; empty for a whole answer.</param>
internal sealed record ImageSearchReply(
    string? Query, IReadOnlyList<ImageSearchReply.Result> Results, int Total, int Offset, int Limit, bool More, long Pending, double LatencyMs,
    IReadOnlyList<LeftOutReply> LeftOut)
{
    public static ImageSearchReply Of(SearchRequest request, SearchAnswer answer) => new(
        request.Text,
        [.. answer.Hits.Select(Result.Of)],
        answer.Hits.Count,
        request.Offset,
        request.TopK,
        answer.More,
        answer.Pending,
        Math.Round(answer.Latency.TotalMilliseconds, 1),
        LeftOutReply.Of(answer))
    {
        Look = answer.Look,
        Facets = answer.Facets,
    };

    /// <summary>What the pictures that were found have, where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FacetCounts? Facets { get; init; }

    /// <summary>Where pictures were sent: what they look like, to send in their place for further pages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Look { get; init; }

    internal sealed record Result(
        long Id, string? Title, string FileName, double Similarity, IReadOnlyList<string> FoundBy, string Thumbnail, string Page, int Width, int Height, string? Category, DateTime? TakenAt)
    {
        public static Result Of(SearchHit hit) => new(
            hit.Id,
            hit.Title,
            hit.FileName,
            hit.Score,
            LegNames.Of(hit),
            Links.SmallThumbnail(hit.Id, hit.Sha256),
            Links.Picture(hit.Id),
            hit.Width,
            hit.Height,
            hit.Category,
            hit.TakenAt)
        {
            Relevance = Math.Round(hit.Relevance, 4),
            NearlySame = hit.Alike,
        };

        /// <summary>By what results are ordered; <c>similarity</c> is the cosine of the vectors alone. Comparable within one answer.</summary>
        public double Relevance { get; init; }

        /// <summary>How many results are nearly the same picture and not shown by themselves.</summary>
        public int NearlySame { get; init; }
    }
}
