using System.Globalization;
using System.Text.RegularExpressions;

namespace Photoseek.Embedding.Ollama;

/// <summary>Versions of Ollama that should not be run.</summary>
public static partial class OllamaVersions
{
    private static readonly (Version From, Version To, string Known)[] Bad =
    [
        (new(0, 0, 0), new(0, 17, 1), "CVE-2026-7482, mended in 0.17.1"),
        (new(0, 34, 2), new(0, 35, 0), "CVE-2026-103663, mended in 0.35.0"),
    ];

    /// <summary>A sentence for whoever runs Ollama; null when nothing is known against the version, or it cannot be read.</summary>
    /// <param name="version">As Ollama says it: "0.5.1", "0.17.1-rc2".</param>
    public static string? Warning(string? version)
    {
        var match = Numbers().Match(version ?? "");
        if (!match.Success)
        {
            return null;
        }

        // What came before a release lacks what the release mended.
        var number = new Version(Part(match, "major"), Part(match, "minor"), Part(match, "patch"));
        var isBefore = match.Groups["before"].Success;
        foreach (var (from, to, known) in Bad)
        {
            if (number >= from && (number < to || (isBefore && number == to)))
            {
                return $"Ollama {version} has a known hole ({known}): update it, and let nobody else reach its port.";
            }
        }

        return null;
    }

    private static int Part(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?(?<major>\d{1,6})\.(?<minor>\d{1,6})\.(?<patch>\d{1,6})(?<before>-(?:rc|alpha|beta|pre))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Numbers();
}
