using System.Text.RegularExpressions;

namespace Photoseek.Architecture.Tests.Rules;

/// <summary>How a C# file is laid out.</summary>
internal static partial class SourceRules
{
    private const int MostLines = 300;

    /// <param name="file">Path from the root, as "src/Search/Queries/Nearest.cs".</param>
    /// <param name="text">What the file holds.</param>
    /// <returns>What is wrong with it.</returns>
    public static IEnumerable<string> Violations(string file, string text)
    {
        var lines = text.AsSpan().Count('\n');
        if (lines > MostLines)
        {
            yield return $"{file} has {lines} lines; split it, {MostLines} are the most.";
        }

        var types = PublicType().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        if (types.Count > 1)
        {
            yield return $"{file} has {types.Count} public types ({string.Join(", ", types)}): one a file.";
        }

        var expected = NamespaceOf(file);
        foreach (var actual in Namespace().Matches(text).Select(match => match.Groups["name"].Value).Where(name => name != expected))
        {
            yield return $"{file} is in namespace {actual}; its folder says {expected}.";
        }

        if (UndisposedTests().IsMatch(text))
        {
            yield return $"{file} has tests that implement IAsyncDisposable: xunit 2 does not call it, IAsyncLifetime it does.";
        }

        if (LogMessage().IsMatch(text) && Path.GetFileName(file) != "LogMessages.cs")
        {
            yield return $"{file} declares log messages: they belong into the module's LogMessages.cs.";
        }
    }

    private static string NamespaceOf(string file)
    {
        // The modules and the tests are named after themselves, not after the folder that holds them all.
        var folders = file.Split('/')[1..^1];
        return "Photoseek." + string.Join('.', file.StartsWith("bench/", StringComparison.Ordinal) ? ["Bench", .. folders] : folders);
    }

    // File-scoped namespaces: what starts at the line's start is a type of the namespace.
    [GeneratedRegex(@"^public\s+(?:(?:static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|delegate|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public|internal)\s[^{;]*\bclass\s+\w+Tests\b[^{;]*\bIAsyncDisposable\b", RegexOptions.Multiline | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex UndisposedTests();

    [GeneratedRegex(@"^\s*\[LoggerMessage\b", RegexOptions.Multiline | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex LogMessage();
}
