using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class StandingOutTests
{
    private static readonly Candidate[] Nearest = [new(1, 0.1), new(2, 0.3), new(3, 0.69), new(4, 0.7)];

    [Fact]
    public void What_is_no_nearer_than_any_other_text_is_left_out() =>
        Assert.Equal([1, 2], StandingOut.Of(Nearest, Spread(0.8, 0.05)).Select(static c => c.Id));

    /// <summary>Models differ in how near texts are that have nothing to do with each other.</summary>
    [Fact]
    public void How_near_is_near_is_the_model_s_affair() =>
        Assert.Equal([1], StandingOut.Of(Nearest, Spread(0.4, 0.05)).Select(static c => c.Id));

    [Fact]
    public void What_is_looked_for_may_be_nearly_half_of_the_library() =>
        Assert.Equal([1, 2], StandingOut.Of(Nearest, [.. Spread(0.8, 0.05), .. Enumerable.Repeat(0.2, 60)]).Select(static c => c.Id));

    [Fact]
    public void Where_all_texts_are_alike_nothing_stands_out_by_rounding() =>
        Assert.Empty(StandingOut.Of([new(1, 0.499)], [.. Enumerable.Repeat(0.5, 100)]));

    [Fact]
    public void So_few_that_they_tell_nothing_are_all_kept() =>
        Assert.Equal(4, StandingOut.Of(Nearest, [0.1, 0.3, 0.69, 0.7]).Count);

    // Evenly to both sides of the middle.
    private static double[] Spread(double middle, double width) => [.. Enumerable.Range(-50, 101).Select(n => middle + (width * n / 50))];
}
