namespace Photoseek.Search.Queries;

/// <summary>What candidates must be besides near; null asks for nothing.</summary>
internal sealed record CandidateFilter(string? Project, string? Category)
{
    /// <summary>Over an image <c>i</c>, which must not be hidden. Plans are custom, so the part of a filter that is null is planned away.</summary>
    public const string Condition =
        "i.hidden_at is null and (@project::text is null or i.project = @project) and (@category::text is null or i.category = @category)";

    public bool IsEmpty => Project is null && Category is null;
}
