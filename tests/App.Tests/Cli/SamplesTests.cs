using Photoseek.App.Cli.Bench;

namespace Photoseek.App.Tests.Cli;

public sealed class SamplesTests
{
    [Fact]
    public void Percentiles_are_measurements_that_were_made()
    {
        var samples = new Samples(Enumerable.Range(1, 100).Reverse().Select(i => (double)i));

        Assert.Equal([1, 50, 90, 95, 99, 100], new[] { 0, 50, 90, 95, 99, 100 }.Select(p => samples.Percentile(p)));
        Assert.Equal((1, 100, 50.5), (samples.Least, samples.Most, samples.Mean));
        Assert.Equal(29.01, samples.Deviation, 2);
    }

    [Fact]
    public void One_measurement_is_all_of_them()
    {
        var samples = new Samples([7]);

        Assert.Equal((7, 7, 7, 0), (samples.Median, samples.Percentile(99), samples.Mean, samples.Deviation));
    }
}
