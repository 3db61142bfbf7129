using System.Text.RegularExpressions;

namespace Photoseek.Architecture.Tests.Rules;

/// <summary>Every options class is validated when the host starts, not when it is first used.</summary>
internal static partial class OptionsRules
{
    /// <param name="sources">The C# texts of all modules.</param>
    /// <returns>The options classes that no module adds with both validations.</returns>
    public static IEnumerable<string> Violations(IReadOnlyCollection<string> sources)
    {
        var validated = sources
            .SelectMany(text => Registration().Matches(text))
            .Where(match => match.Value.Contains(".ValidateDataAnnotations()", StringComparison.Ordinal) && match.Value.Contains(".ValidateOnStart()", StringComparison.Ordinal))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        return sources
            .SelectMany(text => OptionsClass().Matches(text))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !validated.Contains(name))
            .Select(name => $"{name} is not validated at start: AddOptions<{name}>().Bind(...).ValidateDataAnnotations().ValidateOnStart().");
    }

    [GeneratedRegex(@"^(?:public|internal)\s+(?:sealed\s+)?(?:class|record)\s+(?<name>\w+Options)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"AddOptions<(?<name>\w+)>\(\)[^;]*;", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Registration();
}
