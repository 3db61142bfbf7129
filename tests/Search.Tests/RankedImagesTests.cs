using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class RankedImagesTests
{
    private static readonly RankingRules Half = new() { Cutoff = 0.5, Mean = 0.15 };

    [Fact]
    public void What_is_less_than_half_way_up_to_the_best_is_left_out_and_counted()
    {
        // As a text and photographs have it: any of them reaches 0.15.
        var found = RankedImages.Of(Stream(0.31, 0.28, 0.24, 0.22, 0.16), complete: true, [], [], Half);

        Assert.Equal([1, 2, 3], Ids(found));
        Assert.Equal((2, false), (found.Less, found.LessGoesOn));
    }

    [Fact]
    public void What_words_found_stays_however_it_looks()
    {
        var stream = Stream(0.31, 0.28, 0.16, 0.15);

        var found = RankedImages.Of(stream, complete: true, [stream[3], new Candidate(9, 1.1)], [], Half);

        Assert.Equal([1, 2, 4, 9], Ids(found).Order());
        Assert.Equal(1, found.Less);
    }

    [Fact]
    public void Without_a_cut_all_stay() =>
        Assert.Equal(5, RankedImages.Of(Stream(0.31, 0.28, 0.24, 0.22, -0.16), complete: true, [], [], Half with { Cutoff = 0 }).Kept.Count);

    [Fact]
    public void The_image_that_is_asked_with_is_not_what_others_are_measured_by()
    {
        var found = RankedImages.Of(Stream(1, 0.7, 0.65), complete: true, [], [], new RankingRules { Cutoff = 0.5, Mean = 0.5, Without = new HashSet<long> { 1 } });

        Assert.Equal([2, 3], Ids(found));
    }

    [Fact]
    public void Of_pictures_that_are_all_alike_none_is_cut() =>
        Assert.Equal(3, RankedImages.Of(Stream(0.2, 0.2, 0.2), complete: true, [], [], new RankingRules { Cutoff = 0.9, Mean = 0.2 }).Kept.Count);

    [Fact]
    public void More_of_what_is_near_may_follow_until_something_was_cut()
    {
        Assert.Equal((true, false), GoOn(Stream(0.31, 0.28)));
        Assert.Equal((false, true), GoOn(Stream(0.31, 0.28, 0.1)));

        static (bool, bool) GoOn(Candidate[] stream)
        {
            var found = RankedImages.Of(stream, complete: false, [], [], Half);
            return (found.GoesOn, found.LessGoesOn);
        }
    }

    [Fact]
    public void The_cosine_with_the_mean_is_the_mean_of_the_cosines()
    {
        float[] mean = [0.5f, 0.5f];

        Assert.Equal(0.5, RelevanceCut.MeanCosine([3, 0], mean), 6);
        Assert.Equal(0, RelevanceCut.MeanCosine([0, 0], mean));
    }

    private static Candidate[] Stream(params double[] scores) => [.. scores.Select(static (score, place) => new Candidate(place + 1, 1 - score))];

    private static IEnumerable<long> Ids(RankedImages found) => found.Kept.Select(static f => f.Candidate.Id);
}
