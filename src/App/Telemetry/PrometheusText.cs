using System.Globalization;
using System.Text;

namespace Photoseek.App.Telemetry;

/// <summary>Writes the text format 0.0.4 of Prometheus.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(static family => family.Name, StringComparer.Ordinal))
        {
            Append(text, family);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, MetricFamily family)
    {
        var cells = family.Cells.ToList();
        if (cells.Count == 0)
        {
            return;
        }

        text.Append("# HELP ").Append(family.Name).Append(' ').Append(PrometheusNames.Escape(family.Help)).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        }).Append('\n');
        foreach (var (labels, cell) in cells)
        {
            var (sum, buckets) = cell.Read();
            if (family.Kind == MetricKind.Histogram)
            {
                Append(text, family, labels, sum, buckets);
            }
            else
            {
                Line(text, family.Name, labels, sum);
            }
        }
    }

    private static void Append(StringBuilder text, MetricFamily family, string labels, double sum, long[] buckets)
    {
        var below = 0L;
        for (var place = 0; place < buckets.Length; place++)
        {
            below += buckets[place];
            var bound = place < family.Bounds.Count ? Number(family.Bounds[place]) : "+Inf";
            Line(text, family.Name + "_bucket", $"{labels}{(labels.Length == 0 ? "" : ",")}le=\"{bound}\"", below);
        }

        Line(text, family.Name + "_sum", labels, sum);
        Line(text, family.Name + "_count", labels, below);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
