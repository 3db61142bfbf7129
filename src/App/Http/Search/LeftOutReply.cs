using Photoseek.Search;

namespace Photoseek.App.Http.Search;

/// <summary>A way of finding that an answer did without.</summary>
/// <param name="Leg"><c>picture</c>, <c>words</c> or <c>text</c>.</param>
/// <param name="Reason">A sentence for people.</param>
internal sealed record LeftOutReply(string Leg, string Reason)
{
    public static IReadOnlyList<LeftOutReply> Of(SearchAnswer answer) => [.. answer.LeftOut.Select(static left => new LeftOutReply(LegNames.Of(left.Leg), left.Reason))];
}
