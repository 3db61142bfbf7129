using System.Diagnostics;
using System.Diagnostics.Metrics;
using Photoseek.Embedding.Images;

namespace Photoseek.Search;

/// <summary>What the module measures. Whoever wants to know listens to the meter, or to the activity source of the same name.</summary>
public static class SearchMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Photoseek.Search";

    /// <summary>The time that each answered search took, in seconds.</summary>
    public const string DurationName = "photoseek.search.duration";

    /// <summary>The time that a stage of a search took, in seconds; the tag <c>stage</c> says which: tokenise, encode, scan, sql or fetch.</summary>
    public const string StageName = "photoseek.search.stage";

    /// <summary>The time from words or a picture to a vector, in seconds; not measured where the vector was there.</summary>
    public const string EmbeddingName = "photoseek.search.embedding";

    /// <summary>The time from a vector to results, in seconds.</summary>
    public const string RetrievalName = "photoseek.search.retrieval";

    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "s", "The time that a search took, embedding the query included.", advice: Buckets);
    private static readonly Histogram<double> Stage = Meter.CreateHistogram<double>(StageName, "s", "The time that a stage of a search took.", advice: Buckets);
    private static readonly Histogram<double> Embedding = Meter.CreateHistogram<double>(EmbeddingName, "s", "The time from words or a picture to a vector.", advice: Buckets);
    private static readonly Histogram<double> Retrieval = Meter.CreateHistogram<double>(RetrievalName, "s", "The time from a vector to results.", advice: Buckets);
    private static readonly Counter<long> Searches = Meter.CreateCounter<long>("photoseek.search.searches", "{search}", "Searches, by how they ended.");
    private static readonly Counter<long> LeftOut = Meter.CreateCounter<long>("photoseek.search.left_out", "{search}", "Ways of finding that searches did without because they were slow or down.");
    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>("photoseek.search.waiting", "{search}", "Searches that wait for their turn.");
    private static readonly ActivitySource Source = new(MeterName);

    /// <summary>A span of a search, where somebody traces. It says nothing of what is looked for.</summary>
    internal static Activity? Trace() => Source.StartActivity("search");

    internal static void Wait(int change) => Waiting.Add(change);

    /// <summary>Counts a search that was answered.</summary>
    internal static void Answered(SearchAnswer answer, Activity? span)
    {
        End(answer.Cached ? "cached" : "found", span);
        foreach (var leg in answer.LeftOut)
        {
            LeftOut.Add(1, new KeyValuePair<string, object?>("leg", leg.Leg.ToString().ToLowerInvariant()));
        }

        span?.SetTag("photoseek.left_out", answer.LeftOut.Count);
    }

    /// <summary>Counts a search that was not answered.</summary>
    internal static void Failed(Exception exception, Activity? span)
    {
        var outcome = exception switch
        {
            SearchBusyException => "turned_away",
            TimeoutException => "timed_out",
            ModelMismatchException => "no_model",
            InvalidSearchException or QueryImageException or PictureRefusedException => "refused",
            OperationCanceledException => "cancelled",
            _ => "failed",
        };
        End(outcome, span);
        if (outcome is not ("refused" or "cancelled"))
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    internal static void Record(SearchTimings timings)
    {
        Duration.Record(timings.Total.TotalSeconds);
        var embedding = timings.Tokenise + timings.Encode;
        if (embedding > TimeSpan.Zero)
        {
            Embedding.Record(embedding.TotalSeconds);
        }

        Retrieval.Record((timings.Total - embedding).TotalSeconds);
        RecordStage("tokenise", timings.Tokenise);
        RecordStage("encode", timings.Encode);
        RecordStage("scan", timings.Scan);
        RecordStage("sql", timings.Sql);
        RecordStage("fetch", timings.Fetch);
    }

    private static void End(string outcome, Activity? span)
    {
        Searches.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        span?.SetTag("photoseek.outcome", outcome);
    }

    private static void RecordStage(string name, TimeSpan time)
    {
        if (Stage.Enabled && time > TimeSpan.Zero)
        {
            Stage.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", name));
        }
    }
}
