using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class FusedRankingTests
{
    [Fact]
    public void What_both_rankings_have_comes_before_what_one_has_higher()
    {
        var fused = FusedRanking.Fuse(Candidates(1, 2, 3), Candidates(4, 3, 5), [], new(1, 1, 1));

        Assert.Equal([3, 1, 4, 2, 5], fused.Select(static f => f.Candidate.Id));
        Assert.Equal([(true, true), (true, false), (false, true), (true, false), (false, true)], fused.Select(static f => (f.ByVector, f.ByWords)));
        Assert.Equal((1.0 / 63) + (1.0 / 62), fused[0].Score, 12);
    }

    [Fact]
    public void Words_count_as_much_as_their_weight_says()
    {
        Assert.Equal([2, 1], FusedRanking.Fuse(Candidates(1), Candidates(2), [], new(1, 1.5, 1)).Select(static f => f.Candidate.Id));
        Assert.Equal([1, 2], FusedRanking.Fuse(Candidates(1), Candidates(2), [], new(1, 0.5, 1)).Select(static f => f.Candidate.Id));
    }

    [Fact]
    public void Each_ranking_counts_and_says_so()
    {
        var fused = FusedRanking.Fuse(Candidates(1, 2, 3), Candidates(3, 4), Candidates(4, 3, 5), new(1, 1, 1));

        Assert.Equal([3, 4, 1, 2, 5], fused.Select(static f => f.Candidate.Id));
        Assert.Equal(
            [(true, true, true), (false, true, true), (true, false, false), (true, false, false), (false, false, true)],
            fused.Select(static f => (f.ByVector, f.ByWords, f.ByText)));
        Assert.Equal((1.0 / 63) + (1.0 / 61) + (1.0 / 62), fused[0].Score, 12);
    }

    [Fact]
    public void Equal_ones_come_by_their_ids() =>
        Assert.Equal([1, 2, 3], FusedRanking.Fuse(Candidates(3), Candidates(2), Candidates(1), new(1, 1, 1)).Select(static f => f.Candidate.Id));

    [Theory]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, 2, 1, 2)]
    [InlineData(1, 1, 2, 3)]
    public void The_heaviest_ranking_comes_first(double vectors, double words, double texts, long first) =>
        Assert.Equal(first, FusedRanking.Fuse(Candidates(1), Candidates(2), Candidates(3), new(vectors, words, texts))[0].Candidate.Id);

    [Fact]
    public void Without_words_the_stream_stays_as_it_is() =>
        Assert.Equal([9, 3, 7], FusedRanking.Fuse(Candidates(9, 3, 7), [], [], new(1, 1, 1)).Select(static f => f.Candidate.Id));

    /// <summary>A later page follows the stream further: what came before must stay where it was.</summary>
    [Fact]
    public void Following_the_stream_further_changes_nothing_that_was_shown()
    {
        var random = new Random(3);
        var ids = Enumerable.Range(1, 2000).Select(static i => (long)i).OrderBy(_ => random.Next()).ToArray();
        var words = Candidates([.. ids.OrderBy(_ => random.Next()).Take(FusedRanking.Head)]);

        var texts = Candidates([.. ids.OrderBy(_ => random.Next()).Take(FusedRanking.Head)]);

        var whole = FusedRanking.Fuse(Candidates(ids), words, texts, new(1, 1, 1)).Select(static f => f.Candidate.Id).ToList();
        foreach (var depth in (int[])[200, 400, 1000])
        {
            var shorter = FusedRanking.Fuse(Candidates(ids[..depth]), words, texts, new(1, 1, 1)).Select(static f => f.Candidate.Id).ToList();
            Assert.Equal(whole.Take(depth), shorter.Take(depth));
        }

        Assert.Equal(ids.Order(), whole.Order());
    }

    private static Candidate[] Candidates(params long[] ids) => [.. ids.Select(static (id, place) => new Candidate(id, place / 1000.0))];
}
