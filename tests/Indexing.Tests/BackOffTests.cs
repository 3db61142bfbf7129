using Photoseek.Indexing.Pending;

namespace Photoseek.Indexing.Tests;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 15)]
    [InlineData(3, 45)]
    [InlineData(4, 135)]
    [InlineData(5, 405)]
    [InlineData(6, 600)]
    [InlineData(1000, 600)]
    public void Each_wait_is_three_times_the_last_up_to_ten_minutes(int attempt, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackOff.After(attempt, 0.5));

    [Fact]
    public void Those_who_failed_together_do_not_come_back_together()
    {
        Assert.Equal(TimeSpan.FromSeconds(3.75), BackOff.After(1, 0));
        Assert.Equal(TimeSpan.FromSeconds(6.25), BackOff.After(1, 1));
        Assert.Equal(TimeSpan.FromSeconds(45), BackOff.WhileAway(0));
    }
}
