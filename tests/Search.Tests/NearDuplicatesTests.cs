using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class NearDuplicatesTests
{
    private static readonly DateTime Noon = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Unspecified);
    private static readonly NearDuplicates Alike = new SearchOptions().NearDuplicates;

    [Fact]
    public void Copies_are_put_under_the_best_of_them_whenever_they_were_taken()
    {
        var left = Collapse((1, 0, Noon), (2, 60, null), (3, 3, Noon.AddYears(2)), (4, 5, null));

        Assert.Equal([(1, 2), (2, 0)], left);
    }

    [Fact]
    public void What_is_merely_alike_is_a_burst_only_if_it_was_taken_close_by()
    {
        Assert.Equal([(1, 1)], Collapse((1, 0, Noon), (2, 15, Noon.AddSeconds(3))));
        Assert.Equal([(1, 0), (2, 0)], Collapse((1, 0, Noon), (2, 15, Noon.AddMinutes(3))));
        Assert.Equal([(1, 0), (2, 0)], Collapse((1, 0, Noon), (2, 15, null)));
        Assert.Equal([(1, 0), (2, 0)], Collapse((1, 0, Noon), (2, 40, Noon)));
    }

    [Fact]
    public void Who_may_be_a_copy_or_of_a_burst_is_suspected_by_rounded_vectors_and_nobody_else()
    {
        var roughly = new (long Id, double Degrees)[] { (1, 0), (2, 17), (3, 90), (4, 120), (5, 140) }.ToDictionary(static p => p.Id, static p => Turned(p.Degrees));

        // The cosine of 17 degrees is 0.956, that of 20 is 0.940.
        Assert.Equal([1, 2], Alike.Suspect(roughly, 0));
        Assert.Equal([1, 2, 4, 5], Alike.Suspect(roughly, 0.02).Order());
    }

    [Fact]
    public void What_has_no_vector_stands_for_itself()
    {
        FusedCandidate[] ranked = [Ranked(7), Ranked(8)];

        Assert.Equal(ranked, Alike.Collapse(ranked, new Dictionary<long, StoredPicture>()));
    }

    /// <summary>A page that looks deeper finds more, but nothing that was shown changes its place.</summary>
    [Fact]
    public void Looking_deeper_changes_nothing_that_was_shown()
    {
        var random = new Random(4);
        var pictures = Enumerable.Range(1, 400).Select(id => ((long)id, (double)random.Next(0, 360), (DateTime?)null)).ToArray();
        var whole = Collapse(pictures);

        Assert.InRange(whole.Count, 10, 100);
        Assert.Equal(whole.Take(5).Select(static f => f.Id), Collapse(pictures[..50]).Take(5).Select(static f => f.Id));
        Assert.Equal(400, whole.Sum(static f => 1 + f.Others));
    }

    // Unit vectors of twenty numbers that turn by so many degrees.
    private static List<(long Id, int Others)> Collapse(params (long Id, double Degrees, DateTime? TakenAt)[] pictures)
    {
        var known = pictures.ToDictionary(
            static p => p.Id,
            static p => new StoredPicture(Turned(p.Degrees), p.TakenAt));
        return [.. Alike.Collapse([.. pictures.Select(static p => Ranked(p.Id))], known).Select(static f => (f.Candidate.Id, f.Alike))];
    }

    private static float[] Turned(double degrees)
    {
        return [.. Enumerable.Range(0, 10).SelectMany(_ => new[] { Part(Math.Cos(degrees * Math.PI / 180)), Part(Math.Sin(degrees * Math.PI / 180)) })];

        static float Part(double value) => (float)(value / Math.Sqrt(10));
    }

    private static FusedCandidate Ranked(long id) => new(new Candidate(id, 0.5), 1.0 / id, ByVector: true, ByWords: false);
}
