using Photoseek.Search.Queries;

namespace Photoseek.Search.Tests;

public sealed class PgSnapshotTests
{
    [Theory]
    [InlineData("10:20:", "10:20:", true)]
    [InlineData("10:25:", "10:20:12,14", true)]
    [InlineData("10:20:", "10:25:", false)]
    [InlineData("12:25:12", "10:20:", false)] // 12 had ended in the other state
    [InlineData("12:25:12,22", "12:20:12", true)] // 22 begins behind it
    [InlineData("12:25:14", "12:20:12", false)]
    public void A_state_includes_another_when_all_that_had_ended_in_that_has_ended_in_it(string state, string other, bool includes) =>
        Assert.Equal(includes, PgSnapshot.Parse(state).Includes(PgSnapshot.Parse(other)));
}
