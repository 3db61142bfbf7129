using System.Text.RegularExpressions;

namespace Photoseek.Architecture.Tests.Rules;

/// <summary>Words that no committed file may hold. They are put together here, so that this file may be read too.</summary>
internal static class WordRules
{
    // Unfinished work.
    private static readonly Regex _unfinished = new(
        $@"\b(?:{"TO" + "DO"}|{"FIX" + "ME"}|{"HA" + "CK"}|{"NotImplemented" + "Exception"})\b",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5));

    // Where packages come from is the machine's own configuration, never the repository's.
    private static readonly Regex _registry = new(
        $@"\b(?:deb|security|snapshot|ftp)\.debian\.org\b|\b(?:api|www)?\.?{"nuget"}\.org\b|\b{"registry"}\.npmjs\.(?:org|com)\b|\b{"npmjs"}\.com\b|\b{"pypi"}\.org\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(5));

    /// <returns>Each line of the file with such a word.</returns>
    public static IEnumerable<string> Violations(string file, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (_unfinished.Match(line) is { Success: true } unfinished)
            {
                yield return $"{file}:{number} says {unfinished.Value}: finish it or write an issue.";
            }

            if (_registry.Match(line) is { Success: true } registry)
            {
                yield return $"{file}:{number} names the registry {registry.Value}: the machine's configuration knows it.";
            }
        }
    }
}
