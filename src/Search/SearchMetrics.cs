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

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "s", "The time that a search took, embedding the query included.");
    private static readonly Histogram<double> Stage = Meter.CreateHistogram<double>(StageName, "s", "The time that a stage of a search took.");

    internal static void Record(SearchTimings timings)
    {
        Duration.Record(timings.Total.TotalSeconds);
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
