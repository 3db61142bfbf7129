using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class FusedRankingTests
{
    [Fact]
    public void What_both_rankings_have_comes_before_what_one_has_higher()
    {
        var fused = FusedRanking.Fuse(Candidates(1, 2, 3), Candidates(4, 3, 5), 1);

        Assert.Equal([3, 1, 4, 2, 5], fused.Select(static f => f.Candidate.Id));
        Assert.Equal([(true, true), (true, false), (false, true), (true, false), (false, true)], fused.Select(static f => (f.ByVector, f.ByWords)));
        Assert.Equal((1.0 / 63) + (1.0 / 62), fused[0].Score, 12);
    }

    [Fact]
    public void Words_count_as_much_as_their_weight_says()
    {
        Assert.Equal([2, 1], FusedRanking.Fuse(Candidates(1), Candidates(2), 1.5).Select(static f => f.Candidate.Id));
        Assert.Equal([1, 2], FusedRanking.Fuse(Candidates(1), Candidates(2), 0.5).Select(static f => f.Candidate.Id));
    }

    [Fact]
    public void Without_words_the_stream_stays_as_it_is() =>
        Assert.Equal([9, 3, 7], FusedRanking.Fuse(Candidates(9, 3, 7), [], 1).Select(static f => f.Candidate.Id));

    /// <summary>A later page follows the stream further: what came before must stay where it was.</summary>
    [Fact]
    public void Following_the_stream_further_changes_nothing_that_was_shown()
    {
        var random = new Random(3);
        var ids = Enumerable.Range(1, 2000).Select(static i => (long)i).OrderBy(_ => random.Next()).ToArray();
        var words = Candidates([.. ids.OrderBy(_ => random.Next()).Take(FusedRanking.Head)]);

        var whole = FusedRanking.Fuse(Candidates(ids), words, 1).Select(static f => f.Candidate.Id).ToList();
        foreach (var depth in (int[])[200, 400, 1000])
        {
            var shorter = FusedRanking.Fuse(Candidates(ids[..depth]), words, 1).Select(static f => f.Candidate.Id).ToList();
            Assert.Equal(whole.Take(depth), shorter.Take(depth));
        }

        Assert.Equal(ids.Order(), whole.Order());
    }

    private static Candidate[] Candidates(params long[] ids) => [.. ids.Select(static (id, place) => new Candidate(id, place / 1000.0))];
}
