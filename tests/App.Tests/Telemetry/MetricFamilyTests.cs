using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Photoseek.App.Telemetry;

namespace Photoseek.App.Tests.Telemetry;

public sealed class MetricFamilyTests : IDisposable
{
    private readonly Meter _meter = new("a test");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Names_have_units_and_labels_are_escaped_and_in_order()
    {
        var family = new MetricFamily(_meter.CreateCounter<long>("a.test-of.sizes", "By", "One\nline"));
        family.Record(2, [new("z", "a \"b\" \\ c\nd"), new("a", null)]);
        family.Record(3, [new("a", null), new("z", "a \"b\" \\ c\nd")]);

        var text = PrometheusText.Write([family]);

        Assert.Equal("# HELP a_test_of_sizes_bytes_total One\\nline\n# TYPE a_test_of_sizes_bytes_total counter\na_test_of_sizes_bytes_total{a=\"\",z=\"a \\\"b\\\" \\\\ c\\nd\"} 5\n", text);
        Assert.Single(PrometheusReader.Read(text));
    }

    [Fact]
    public void Buckets_add_up_and_a_bound_is_within_its_bucket()
    {
        var family = new MetricFamily(_meter.CreateHistogram("a.time", "s", "", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2.5] }));
        foreach (var value in (double[])[0.5, 1, 2, 9])
        {
            family.Record(value, []);
        }

        var figures = PrometheusReader.Read(PrometheusText.Write([family]));

        Assert.Equal([2, 3, 4, 12.5, 4], figures.Values);
        Assert.Equal(2, figures["a_time_seconds_bucket{le=\"1\"}"]);
    }

    [Fact]
    public void Labels_without_end_are_one_series()
    {
        var family = new MetricFamily(_meter.CreateUpDownCounter<int>("a.level"));
        for (var i = 0; i < 1500; i++)
        {
            family.Record(1, [new("place", i)]);
        }

        var figures = PrometheusReader.Read(PrometheusText.Write([family]));

        Assert.Equal(1001, figures.Count);
        Assert.Equal(500, figures["a_level{otel_metric_overflow=\"true\"}"]);
    }

    [Theory]
    [InlineData("http://collector:4318", true)]
    [InlineData("", true)]
    [InlineData("collector:4318", false)]
    public void Only_an_address_is_taken_for_a_collector(string address, bool taken)
    {
        var options = new TelemetryOptions { Otlp = address };

        Assert.Equal(taken, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }
}
