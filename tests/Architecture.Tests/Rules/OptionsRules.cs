using System.Text.RegularExpressions;

namespace Photoseek.Architecture.Tests.Rules;

/// <summary>
/// Every options class is validated when the host starts, not when it is first used: by its annotations, or by a
/// validator of its own. The items of a list are the list's affair.
/// </summary>
internal static partial class OptionsRules
{
    /// <param name="sources">The C# texts of all modules.</param>
    /// <returns>The options classes that no module adds with both validations.</returns>
    public static IEnumerable<string> Violations(IReadOnlyCollection<string> sources)
    {
        var validators = Names(sources, Validator());
        var items = Names(sources, Item());
        var validated = sources
            .SelectMany(text => Registration().Matches(text))
            .Where(match => match.Value.Contains(".ValidateDataAnnotations()", StringComparison.Ordinal) || validators.Contains(match.Groups["name"].Value))
            .Where(match => match.Value.Contains(".ValidateOnStart()", StringComparison.Ordinal))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        return sources
            .SelectMany(text => OptionsClass().Matches(text))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !validated.Contains(name) && !items.Contains(name))
            .Select(name => $"{name} is not validated at start: AddOptions<{name}>().Bind(...).ValidateDataAnnotations().ValidateOnStart().");
    }

    private static HashSet<string> Names(IEnumerable<string> sources, Regex wanted) =>
        sources.SelectMany(text => wanted.Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"AddSingleton<IValidateOptions<(?<name>\w+)>,", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Validator();

    [GeneratedRegex(@"public IList<(?<name>\w+Options)> ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Item();

    [GeneratedRegex(@"^(?:public|internal)\s+(?:sealed\s+)?(?:class|record)\s+(?<name>\w+Options)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"AddOptions<(?<name>\w+)>\(\)[^;]*;", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Registration();
}
