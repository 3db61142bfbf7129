using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class ResultPageTests
{
    private static readonly SearchRequest Request = new() { Text = "x", TopK = 10 };

    [Fact]
    public void Equal_distances_come_by_id()
    {
        Candidate[] stream = [new(7, 0.5), new(3, 0.5), new(9, 0.1), new(5, 0.5)];

        var page = Cut([stream], Request);

        Assert.Equal([9, 3, 5, 7], page.Candidates.Select(c => c.Candidate.Id));
        Assert.False(page.More);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(100)]
    public void Pages_of_any_size_put_together_are_the_whole_without_overlap(int size)
    {
        // As an index gives them: nearly in order, with ties, and each page's scan only as deep as that page needs.
        var random = new Random(1);
        var stream = Enumerable.Range(1, 1200).Select(i => new Candidate(i, Math.Round(i / 700.0, 2) + (random.NextDouble() > 0.5 ? 0.02 : 0))).ToList();

        var paged = new List<Candidate>();
        for (var offset = 0; ; offset += size)
        {
            Assert.True(offset < SearchRequest.MaxDepth, "there is no end to the pages");
            var request = Request with { Offset = offset, TopK = Math.Min(size, 1000 - offset) };
            var page = Cut(CandidateBlocks.Split([.. stream.Take(ResultPage.Depth(ResultPage.Wanted(request, 0, deep: false)))], ResultPage.Block), request);
            paged.AddRange(page.Candidates.Select(static c => c.Candidate));
            if (!page.More)
            {
                break;
            }
        }

        Assert.Equal(1000, paged.Count);
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), paged.Select(c => c.Id).Order());
    }

    [Fact]
    public void The_image_that_is_searched_by_takes_no_place()
    {
        var request = new SearchRequest { ImageId = 2, TopK = 2 };
        Candidate[] stream = [new(2, 0), new(1, 0.1), new(3, 0.2), new(4, 0.3)];

        var page = Cut([stream], request);

        Assert.Equal([1, 3], page.Candidates.Select(c => c.Candidate.Id));
        Assert.True(page.More);
    }

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.000001, 2)]
    [InlineData(0, 3)]
    public void A_threshold_leaves_out_what_is_below_and_zero_leaves_out_nothing(double threshold, int left)
    {
        Candidate[] stream = [new(1, 0.1), new(2, 0.5), new(3, 1.2)];

        var page = Cut([stream], Request with { ScoreThreshold = threshold });

        Assert.Equal(left, page.Candidates.Count);
    }

    [Fact]
    public void There_is_more_only_when_a_next_page_may_be_asked_for()
    {
        var stream = Enumerable.Range(1, 1100).Select(i => new Candidate(i, i / 1100.0)).ToList();

        Assert.True(Cut([stream], Request with { Offset = 980 }).More);
        Assert.False(Cut([stream], Request with { Offset = 990 }).More);
        Assert.False(Cut([stream[..10]], Request).More);
        Assert.True(Cut([stream[..11]], Request).More);
    }

    [Theory]
    [InlineData(0, 10, 100)]
    [InlineData(0, 100, 200)]
    [InlineData(89, 10, 100)]
    [InlineData(90, 10, 200)]
    [InlineData(900, 100, 1100)]
    public void Depth_is_whole_blocks_with_room_for_one_more(int offset, int topK, int depth) =>
        Assert.Equal(depth, ResultPage.Depth(ResultPage.Wanted(new SearchRequest { Pictures = [new QueryPicture(new byte[] { 1 })], Offset = offset, TopK = topK }, 0, deep: false)));

    [Theory]
    [InlineData(-1e-7, 1)]
    [InlineData(2.0000001, -1)]
    [InlineData(0.25, 0.75)]
    public void A_score_is_a_cosine(double distance, double score) => Assert.Equal(score, new Candidate(1, distance).Score);

    private static ResultPage Cut(IReadOnlyList<IReadOnlyList<Candidate>> blocks, SearchRequest request)
    {
        var rules = new RankingRules { Without = new HashSet<long>(request.ImageId is { } id ? [id] : []), Threshold = request.ScoreThreshold };
        return ResultPage.Cut(RankedImages.Of(ResultPage.Stream(blocks), complete: true, [], [], rules).Kept, request);
    }
}
