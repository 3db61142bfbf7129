using System.Globalization;
using System.Text.RegularExpressions;

namespace Photoseek.App.Tests.Telemetry;

/// <summary>Reads the text format of Prometheus, and fails on what a Prometheus would refuse or misread.</summary>
internal static partial class PrometheusReader
{
    /// <returns>The figure of each series, by name and labels as they are written.</returns>
    public static Dictionary<string, double> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var family = "";
        foreach (var line in text.Split('\n')[..^1])
        {
            if (Header().Match(line) is { Success: true } header)
            {
                var name = header.Groups["name"].Value;
                if (header.Groups["what"].Value == "TYPE")
                {
                    Assert.Equal(family, name);
                    types.Add(name, header.Groups["rest"].Value);
                }

                family = name;
                continue;
            }

            var series = Series().Match(line);
            Assert.True(series.Success, $"This is no series: {line}");
            var plain = types[family] == "histogram" ? Part().Replace(series.Groups["name"].Value, "") : series.Groups["name"].Value;
            Assert.Equal(family, plain);
            Assert.Equal(types[family] == "counter", plain.EndsWith("_total", StringComparison.Ordinal));
            figures.Add(series.Groups["series"].Value, series.Groups["value"].Value == "+Inf" ? double.PositiveInfinity : double.Parse(series.Groups["value"].Value, CultureInfo.InvariantCulture));
        }

        foreach (var (name, _) in types.Where(static type => type.Value == "histogram"))
        {
            CheckBuckets(name, figures);
        }

        return figures;
    }

    private static void CheckBuckets(string name, Dictionary<string, double> figures)
    {
        // In the order in which they are written.
        var buckets = figures.Where(figure => figure.Key.StartsWith($"{name}_bucket", StringComparison.Ordinal)).GroupBy(static figure => Bound().Replace(figure.Key, ""));
        foreach (var series in buckets)
        {
            Assert.Equal(series.Select(static bucket => bucket.Value).Order(), series.Select(static bucket => bucket.Value));
            Assert.Contains("le=\"+Inf\"", series.Last().Key, StringComparison.Ordinal);
            var count = series.Key.Replace("_bucket", "_count", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal);
            Assert.Equal(series.Last().Value, figures[count]);
            Assert.Contains(count.Replace("_count", "_sum", StringComparison.Ordinal), figures.Keys);
        }
    }

    [GeneratedRegex("^# (?<what>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();

    [GeneratedRegex("""^(?<series>(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\n"])*"(,(?!\})|(?=\})))+\})?) (?<value>-?[0-9.]+(E[-+]?[0-9]+)?|[+]Inf|NaN)$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Series();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(",?le=\"[^\"]*\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bound();
}
