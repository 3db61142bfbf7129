using Photoseek.Search.Explanations;

namespace Photoseek.App.Http.Search;

/// <summary>The answer of <c>GET /api/explanations/{id}</c>.</summary>
/// <param name="Id">Of the explanation.</param>
/// <param name="State"><c>pending</c>, <c>ready</c> or <c>failed</c>.</param>
/// <param name="Explanation">What the model says, as plain text; null unless ready.</param>
/// <param name="Reason">Why there is none, for people; null unless failed.</param>
internal sealed record ExplanationReply(string Id, string State, string? Explanation, string? Reason)
{
    public static ExplanationReply Of(Explanation explanation) => new(explanation.Id, EnumNames.Of(explanation.State), explanation.Text, explanation.Reason);

    public static string AddressOf(string id) => $"/api/explanations/{id}";
}
