using System.Text.Json.Serialization;
using Photoseek.Search;
using Photoseek.Search.Explanations;

namespace Photoseek.App.Http.Search;

/// <summary>The answer of <c>POST /search</c>.</summary>
/// <param name="Query">As it was asked.</param>
/// <param name="Results">Best first.</param>
/// <param name="Total">Results in this answer.</param>
/// <param name="LatencyMs">From request to results.</param>
/// <param name="Cached">Whether the results come from a cache.</param>
/// <param name="Explanation">What a language model says of the first five; null where it is not known, or nobody asked.</param>
/// <param name="LeftOut">What the search did without; not there for a whole answer.</param>
internal sealed record SearchReply(
    string Query, IReadOnlyList<SearchReply.Result> Results, int Total, double LatencyMs, bool Cached, string? Explanation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LeftOutReply>? LeftOut)
{
    public static SearchReply Of(SearchRequest request, SearchAnswer answer, bool detailed, Explanation? explanation) =>
        new(request.Text ?? "", [.. answer.Hits.Select(hit => Result.Of(hit, detailed))], answer.Hits.Count, Math.Round(answer.Latency.TotalMilliseconds, 1), answer.Cached, explanation?.Text, answer.LeftOut.Count == 0 ? null : LeftOutReply.Of(answer))
        {
            Facets = answer.Facets,
            ExplanationAddress = explanation is { State: ExplanationState.Pending } ? ExplanationReply.AddressOf(explanation.Id) : null,
        };

    /// <summary>Where to ask for the explanation while there is none; not there where none will be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExplanationAddress { get; init; }

    /// <summary>What the pictures that were found have, where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FacetCounts? Facets { get; init; }

    /// <param name="Id">Of the image.</param>
    /// <param name="Score">Cosine similarity of the picture to the query.</param>
    /// <param name="FoundBy"><c>picture</c>, <c>words</c>, <c>text</c>: by what it was found; not there unless asked for.</param>
    /// <param name="Metadata">What is known of it.</param>
    internal sealed record Result(long Id, double Score, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? FoundBy, Metadata Metadata)
    {
        public static Result Of(SearchHit hit, bool detailed) => new(hit.Id, hit.Score, detailed ? LegNames.Of(hit) : null, new Metadata(
            hit.SourceKind == "folder" ? $"{hit.SourceRoot.TrimEnd('/')}/{hit.Key}" : hit.Key,
            hit.FileName,
            hit.SourceKind == "s3" ? hit.Key : null,
            hit.Width,
            hit.Height,
            hit.Category));
    }

    internal sealed record Metadata(string FilePath, string FileName, string? S3Key, int Width, int Height, string? Category);
}
