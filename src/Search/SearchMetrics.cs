using System.Diagnostics.Metrics;

namespace Photoseek.Search;

/// <summary>What the module measures. Whoever wants to know listens to the meter.</summary>
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

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "s", "The time that a search took, embedding the query included.");
    private static readonly Histogram<double> Stage = Meter.CreateHistogram<double>(StageName, "s", "The time that a stage of a search took.");
    private static readonly Histogram<double> Embedding = Meter.CreateHistogram<double>(EmbeddingName, "s", "The time from words or a picture to a vector.");
    private static readonly Histogram<double> Retrieval = Meter.CreateHistogram<double>(RetrievalName, "s", "The time from a vector to results.");

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

    private static void RecordStage(string name, TimeSpan time)
    {
        if (Stage.Enabled && time > TimeSpan.Zero)
        {
            Stage.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", name));
        }
    }
}
