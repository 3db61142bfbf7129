using System.Xml.Linq;

namespace Photoseek.Architecture.Tests.Rules;

/// <summary>Which project may refer to which. The edges are exact: one too many is as wrong as one too few.</summary>
internal static class ProjectRules
{
    private static readonly string[] _modules = ["App", "Embedding", "Indexing", "Search"];

    public static IReadOnlyDictionary<string, string[]> Edges { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["App"] = ["Embedding", "Indexing", "Search"],
        ["Indexing"] = ["Embedding"],
        ["Search"] = ["Embedding"],
        ["Embedding"] = [],
        ["Bench"] = [.. _modules],
        ["Testing"] = [],
        ["App.Tests"] = [.. _modules, "Testing"],
        ["Architecture.Tests"] = [.. _modules, "Testing"],
        ["Embedding.Tests"] = ["Embedding", "Testing"],
        ["Indexing.Tests"] = ["Embedding", "Indexing", "Testing"],
        ["Search.Tests"] = ["Embedding", "Search", "Testing"],
    };

    /// <returns>What is wrong with the project file's references; nothing when all is well.</returns>
    public static IEnumerable<string> Violations(string project, string text)
    {
        if (!Edges.TryGetValue(project, out var allowed))
        {
            yield return $"{project} is unknown: give it its edges in {nameof(ProjectRules)}.";
            yield break;
        }

        var document = XDocument.Parse(text);
        var references = document.Descendants("ProjectReference").Select(reference => (string?)reference.Attribute("Include") ?? "").ToList();
        foreach (var wildcard in references.Where(reference => reference.AsSpan().IndexOfAny("*?;$@") >= 0))
        {
            yield return $"{project} refers to \"{wildcard}\": name one project file a reference.";
        }

        var actual = references.Select(reference => Path.GetFileNameWithoutExtension(reference)).ToHashSet(StringComparer.Ordinal);
        foreach (var extra in actual.Except(allowed, StringComparer.Ordinal))
        {
            yield return $"{project} must not refer to {extra}.";
        }

        foreach (var missing in allowed.Except(actual, StringComparer.Ordinal))
        {
            yield return $"{project} should refer to {missing}.";
        }

        if (document.Descendants("DisableTransitiveProjectReferences").Any() || document.Descendants("Reference").Any())
        {
            yield return $"{project} goes around its project references.";
        }
    }

    /// <returns>What is wrong with the properties that all projects share.</returns>
    public static IEnumerable<string> SharedViolations(string text)
    {
        var document = XDocument.Parse(text);
        foreach (var property in (string[])["DisableTransitiveProjectReferences", "TreatWarningsAsErrors"])
        {
            if (document.Descendants(property).Select(element => element.Value).SingleOrDefault() != "true")
            {
                yield return $"{property} must be true for all projects.";
            }
        }
    }
}
