namespace Photoseek.App.Http.Uploads;

/// <summary>A sender's name for a file, made fit to be stored and shown. It is never used as a path.</summary>
internal static class FileNames
{
    private const int MaxLength = 255;

    /// <summary>The last part of a path of any system, without control characters, at most 255 characters; the end is kept, where the extension is.</summary>
    public static string Clean(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var printable = string.Concat(last.EnumerateRunes().Where(r => !System.Text.Rune.IsControl(r)).Select(r => r.ToString())).Trim();
        if (printable.Length > MaxLength)
        {
            var start = printable.Length - MaxLength;
            printable = printable[(char.IsLowSurrogate(printable[start]) ? start + 1 : start)..].TrimStart();
        }

        return printable.Length == 0 ? "unnamed" : printable;
    }
}
