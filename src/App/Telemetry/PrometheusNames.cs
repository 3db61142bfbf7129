using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Photoseek.App.Telemetry;

/// <summary>Names and labels as Prometheus wants them, by OpenTelemetry's rules for turning the one into the other.</summary>
internal static class PrometheusNames
{
    // Said by nobody who looks, and each doubles the series.
    private static readonly string[] Left = ["network.protocol.name", "network.protocol.version", "url.scheme", "aspnetcore.request.is_unhandled"];

    public static string Of(Instrument instrument, MetricKind kind)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary><c>name="value",...</c>, by name; empty for none.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            if (Array.IndexOf(Left, name) < 0)
            {
                labels[Clean(name)] = Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\"", "\\\"", StringComparison.Ordinal);
            }
        }

        return string.Join(',', labels.Select(static label => $"{label.Key}=\"{label.Value}\""));
    }

    /// <summary>A text on one line.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            clean.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? $"_{clean}" : $"{clean}";
    }
}
