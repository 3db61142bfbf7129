using System.Text;

namespace Photoseek.Bench;

/// <summary>A table of Markdown.</summary>
/// <param name="title">A line above it.</param>
/// <param name="columns">The head; columns from the second on are aligned right.</param>
internal sealed class MarkdownTable(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public MarkdownTable Row(params object?[] cells)
    {
        _rows.Add([.. cells.Select(Text)]);
        return this;
    }

    public override string ToString()
    {
        var widths = columns.Select((head, i) => _rows.Where(row => i < row.Length).Select(row => row[i].Length).Append(head.Length).Append(3).Max()).ToArray();
        var text = new StringBuilder().AppendLine($"**{title}**").AppendLine();
        Line(text, columns, widths);
        Line(text, [.. widths.Select((width, i) => i == 0 ? new string('-', width) : new string('-', width - 1) + ':')], widths);
        foreach (var row in _rows)
        {
            Line(text, row, widths);
        }

        return text.ToString();
    }

    /// <summary>Three digits that mean something, and no more than are read.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "-" : Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0"),
        >= 10 => value.ToString("0.0"),
        >= 1 => value.ToString("0.00"),
        _ => value.ToString("0.000"),
    };

    private static string Text(object? cell) => cell switch
    {
        null => "-",
        double number => Number(number),
        float number => Number(number),
        long or int => $"{cell:N0}",
        _ => $"{cell}",
    };

    private static void Line(StringBuilder text, string[] cells, int[] widths)
    {
        for (var i = 0; i < widths.Length; i++)
        {
            var cell = i < cells.Length ? cells[i] : "";
            text.Append("| ").Append(i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])).Append(' ');
        }

        text.AppendLine("|");
    }
}
