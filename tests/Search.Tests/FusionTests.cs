using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class FusionTests
{
    [Fact]
    public void What_two_legs_found_comes_before_what_one_found_higher()
    {
        var fused = Fusion.Fuse([new([1, 2, 3], 1), new([4, 3, 5], 1)]);

        Assert.Equal([3, 1, 4, 2, 5], fused.Select(static f => f.Id));
        Assert.Equal([3, 1, 2, 1, 2], fused.Select(static f => f.Legs));
        Assert.Equal((1.0 / 63) + (1.0 / 62), fused[0].Score, 12);
    }

    [Fact]
    public void Equal_scores_come_by_id_in_whatever_order_the_legs_are()
    {
        Assert.Equal([3, 7, 9], Fusion.Fuse([new([9], 1), new([3], 1), new([7], 1)]).Select(static f => f.Id));
    }

    [Fact]
    public void A_leg_counts_as_much_as_its_weight_says()
    {
        Assert.Equal([2, 1], Fusion.Fuse([new([1], 1), new([2], 1.5)]).Select(static f => f.Id));
        Assert.Equal([1], Fusion.Fuse([new([1], 1), new([2], 0)]).Select(static f => f.Id));
    }

    [Fact]
    public void Nothing_found_is_nothing_fused() => Assert.Empty(Fusion.Fuse([new([], 1), new([], 1)]));
}
