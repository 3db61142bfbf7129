using Photoseek.Search.Suggestions;

namespace Photoseek.App.Http.Search;

/// <summary>The answer of <c>GET /api/suggestions</c>.</summary>
/// <param name="Suggestions">The likeliest first.</param>
internal sealed record SuggestionsReply(IReadOnlyList<Suggestion> Suggestions);
