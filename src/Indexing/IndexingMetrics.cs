using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Photoseek.Indexing;

/// <summary>What the module measures. Whoever wants to know listens to the meter, or to the activity source of the same name.</summary>
public static class IndexingMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Photoseek.Indexing";

    private static readonly Meter Meter = new(MeterName);
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    private static readonly Counter<long> Pictures = Meter.CreateCounter<long>("photoseek.indexing.pictures", "{picture}", "Attempts at pictures, by how they ended.");
    private static readonly Counter<long> Claims = Meter.CreateCounter<long>("photoseek.indexing.claims", "{picture}", "Pictures that were claimed to be worked on.");
    private static readonly Counter<long> LostLeases = Meter.CreateCounter<long>("photoseek.indexing.lost_leases", "{picture}", "Pictures that were done when they were no longer held, as another process had them by then.");
    private static readonly Histogram<double> Batch = Meter.CreateHistogram<double>("photoseek.indexing.batch", "s", "The time that embedding and writing a batch of pictures took.", advice: Buckets);
    private static readonly ActivitySource Source = new(MeterName);

    /// <summary>A span of a batch, where somebody traces.</summary>
    internal static Activity? TraceBatch(int pictures) => Source.StartActivity("index batch")?.SetTag("photoseek.pictures", pictures);

    internal static void Claimed(int pictures) => Claims.Add(pictures);

    internal static void Done(int kept, int pictures, TimeSpan time)
    {
        Batch.Record(time.TotalSeconds);
        Ended("indexed", kept);
        if (kept < pictures)
        {
            LostLeases.Add(pictures - kept);
        }
    }

    /// <param name="outcome"><c>indexed</c>, <c>failed</c>, <c>postponed</c> or <c>source_away</c>.</param>
    /// <param name="pictures">How many.</param>
    internal static void Ended(string outcome, int pictures = 1) => Pictures.Add(pictures, new KeyValuePair<string, object?>("outcome", outcome));
}
