using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class SearchRequestRulesTests
{
    private static readonly SearchRequest Good = new() { Text = "a red car" };

    public static TheoryData<string, SearchRequest> Broken => new()
    {
        { "text", new SearchRequest() },
        { "picture", Good with { Pictures = [.. Enumerable.Repeat(new QueryPicture(new byte[] { 1 }), 9)] } },
        { "picture", Good with { Pictures = [new QueryPicture(new byte[] { 1 })], Look = "x" } },
        { "text", Good with { Text = "" } },
        { "text", Good with { Text = " \t\n " } },
        { "text", Good with { Text = new string('x', 513) } },
        { "picture", new SearchRequest { Pictures = [new QueryPicture(Array.Empty<byte>())] } },
        { "image_id", new SearchRequest { ImageId = 0 } },
        { "image_id", new SearchRequest { ImageId = -1 } },
        { "top_k", Good with { TopK = 0 } },
        { "top_k", Good with { TopK = -5 } },
        { "top_k", Good with { TopK = 101 } },
        { "offset", Good with { Offset = -1 } },
        { "offset", Good with { Offset = 991 } },
        { "offset", Good with { Offset = int.MaxValue } },
        { "score_threshold", Good with { ScoreThreshold = -0.01 } },
        { "score_threshold", Good with { ScoreThreshold = 1.01 } },
        { "score_threshold", Good with { ScoreThreshold = double.NaN } },
        { "score_threshold", Good with { ScoreThreshold = double.PositiveInfinity } },
        { "project", Good with { Project = "" } },
        { "project", Good with { Project = "a\0b" } },
        { "project", Good with { Project = "\ud800" } },
        { "category", Good with { Category = new string('x', 201) } },
        { "category", Good with { Category = "x\udc00" } },
    };

    public static TheoryData<SearchRequest> Kept => new()
    {
        Good,
        Good with { Text = "x" },
        Good with { Text = $"  {new string('x', 512)}  " },
        Good with { Text = string.Concat(Enumerable.Repeat("😀", 512)) },
        Good with { TopK = 1 },
        Good with { TopK = 100, Offset = 900 },
        Good with { ScoreThreshold = 0 },
        Good with { ScoreThreshold = 1 },
        Good with { Project = "été 2024 😀", Category = "sea" },
        new SearchRequest { ImageId = long.MaxValue },
        new SearchRequest { Pictures = [new QueryPicture(new byte[] { 1 })] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_its_field(string field, SearchRequest request)
    {
        var refused = Assert.Throws<InvalidSearchException>(() => SearchRequestRules.Check(request));

        Assert.Equal(field, refused.Field);
        Assert.Equal([field], refused.Errors.Keys);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void Requests_up_to_the_limits_are_let_in(SearchRequest request) => SearchRequestRules.Check(request);

    [Fact]
    public void Every_broken_rule_is_named_at_once()
    {
        var request = new SearchRequest { Text = "", TopK = 0, Offset = -1, ScoreThreshold = 2, Project = "" };

        var refused = Assert.Throws<InvalidSearchException>(() => SearchRequestRules.Check(request));

        Assert.Equal(["text", "top_k", "offset", "score_threshold", "project"], refused.Errors.Keys);
    }
}
