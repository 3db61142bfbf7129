using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class CandidateBlocksTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void What_no_ranking_knows_has_a_place_where_nothing_is_ranked_and_nothing_follows(bool complete, int found)
    {
        var blocks = new CandidateBlocks(400);
        blocks.Add([], 0, 400, new Dictionary<long, double>());

        blocks.Insert([new Candidate(7, 0.5)], complete);

        Assert.Equal(found, blocks.Count);
    }
}
