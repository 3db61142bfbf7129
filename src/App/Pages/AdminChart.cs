using System.Globalization;
using Photoseek.App.Http.Jobs;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Pages;

/// <summary>Bars over the last hours, for an SVG.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Legend">What its bars mean.</param>
/// <param name="Top">What the highest bar stands for.</param>
/// <param name="Bars">Only those that are not nothing.</param>
/// <param name="Summary">The chart in a sentence, for those who do not see it.</param>
public sealed record AdminChart(string Title, string Legend, string Top, IReadOnlyList<AdminBar> Bars, string Summary)
{
    /// <summary>How far back it goes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(6);

    /// <summary>Width of the drawing, in units: 10 a bar.</summary>
    public const int Width = Count * Step;

    /// <summary>Height of the drawing, in units.</summary>
    public const int Height = 100;

    /// <summary>Width of a bar.</summary>
    public const int BarWidth = 8;

    private const int Count = 72;
    private const int Step = 10;
    private static readonly int[] Steps = [1, 2, 5, 10];
    private static readonly TimeSpan Bucket = Period / Count;

    public static AdminChart Throughput(IReadOnlyList<IndexedMinute> minutes, DateTime now)
    {
        var sums = new long[Count];
        foreach (var minute in minutes)
        {
            if (Index(minute.Minute, now) is { } index)
            {
                sums[index] += minute.Finished;
            }
        }

        var perSecond = sums.Select(static sum => sum / Bucket.TotalSeconds).ToArray();
        var top = Nice(perSecond.Max());
        var bars = Enumerable.Range(0, Count).Where(i => sums[i] > 0).Select(i =>
            new AdminBar(i * Step, Tall(perSecond[i], top), 0, string.Create(CultureInfo.InvariantCulture, $"{Ago(i)}: {Wording.Pictures(sums[i])}, {perSecond[i]:0.##} a second")));
        return new AdminChart(
            "Pictures embedded",
            "a second",
            string.Create(CultureInfo.InvariantCulture, $"{top:0.##}/s"),
            [.. bars],
            $"{Wording.Pictures(sums.Sum())} embedded in the last 6 hours.");
    }

    public static AdminChart Latency(IReadOnlyList<SearchMinute> minutes, DateTime now)
    {
        var found = minutes.Select(m => (Index: Index(m.Minute, now), Minute: m)).Where(static m => m.Index is not null).ToLookup(static m => m.Index!.Value, static m => m.Minute);
        var top = Nice(found.Count == 0 ? 0 : found.Max(static bucket => bucket.Max(static m => m.P95)));
        var bars = found.OrderBy(static bucket => bucket.Key).Select(bucket =>
        {
            var searches = bucket.Sum(static m => m.Searches);
            var p50 = bucket.Sum(static m => m.P50 * m.Searches) / searches;
            var p95 = bucket.Max(static m => m.P95);
            var words = string.Create(CultureInfo.InvariantCulture, $"{Ago(bucket.Key)}: {searches:N0} searches, half within {p50:0} ms, 19 of 20 within {p95:0} ms");
            return new AdminBar(bucket.Key * Step, Tall(p50, top), Tall(p95, top), words);
        });
        return new AdminChart(
            "Search latency",
            "median and 95th percentile",
            string.Create(CultureInfo.InvariantCulture, $"{top:0} ms"),
            [.. bars],
            string.Create(CultureInfo.InvariantCulture, $"{minutes.Sum(static m => m.Searches):N0} searches in the last 6 hours."));
    }

    private static int? Index(DateTime minute, DateTime now) =>
        Count - 1 - (int)Math.Floor((now - minute) / Bucket) is >= 0 and < Count and var index ? index : null;

    // What there is can be seen, however little it is.
    private static double Tall(double value, double top) => Math.Round(Math.Max(1.5, value / top * Height), 1);

    private static string Ago(int index) => index == Count - 1 ? "Last 5 minutes" : $"{Wording.Duration(Bucket * (Count - 1 - index))} ago";

    /// <summary>The next of 1, 2, 5, 10, 20, ... (and 0.1, 0.2, 0.5 below): axes end at numbers that people read.</summary>
    internal static double Nice(double highest)
    {
        if (highest <= 0.1)
        {
            return highest <= 0 ? 1 : 0.1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return Steps.Select(n => n * power).First(candidate => candidate >= highest * 0.999999);
    }
}
