using System.Text.Json.Serialization;
using Photoseek.Search;

namespace Photoseek.App.Http.Search;

/// <summary>The answer of <c>POST /search</c>.</summary>
/// <param name="Query">As it was asked.</param>
/// <param name="Results">Best first.</param>
/// <param name="Total">Results in this answer.</param>
/// <param name="LatencyMs">From request to results.</param>
/// <param name="Cached">Whether the results come from a cache.</param>
/// <param name="Explanation">Null where none was made.</param>
internal sealed record SearchReply(string Query, IReadOnlyList<SearchReply.Result> Results, int Total, double LatencyMs, bool Cached, string? Explanation)
{
    public static SearchReply Of(SearchRequest request, SearchAnswer answer) =>
        new(request.Text ?? "", [.. answer.Hits.Select(Result.Of)], answer.Hits.Count, Math.Round(answer.Latency.TotalMilliseconds, 1), answer.Cached, Explanation: null) { Facets = answer.Facets };

    /// <summary>What the pictures that were found have, where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FacetCounts? Facets { get; init; }

    internal sealed record Result(long Id, double Score, Metadata Metadata)
    {
        public static Result Of(SearchHit hit) => new(hit.Id, hit.Score, new Metadata(
            hit.SourceKind == "folder" ? $"{hit.SourceRoot.TrimEnd('/')}/{hit.Key}" : hit.Key,
            hit.FileName,
            hit.SourceKind == "s3" ? hit.Key : null,
            hit.Width,
            hit.Height,
            hit.Category));
    }

    internal sealed record Metadata(string FilePath, string FileName, string? S3Key, int Width, int Height, string? Category);
}
