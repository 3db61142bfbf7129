using System.Diagnostics.Metrics;

namespace Photoseek.Embedding;

/// <summary>What the module measures. Whoever wants to know listens to the meter.</summary>
public static class EmbeddingMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Photoseek.Embedding";

    private static readonly Meter Meter = new(MeterName);

    // From a short text through the small model to a batch of pictures through a large one.
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("photoseek.embedding.duration", "s", "The time that embedding took, one text or picture or several at a time.", advice: Buckets);
    private static readonly Counter<long> Inputs = Meter.CreateCounter<long>("photoseek.embedding.inputs", "{input}", "Texts and pictures that were embedded.");

    internal static void Record(string tower, int inputs, TimeSpan time)
    {
        var tag = new KeyValuePair<string, object?>("tower", tower);
        Duration.Record(time.TotalSeconds, tag);
        Inputs.Add(inputs, tag);
    }
}
