namespace Photoseek.Architecture.Tests.Rules;

/// <summary>What a module's compiled code may not reach, whatever its project file says.</summary>
internal static class AssemblyRules
{
    private static readonly Dictionary<string, string[]> _forbidden = new(StringComparer.Ordinal)
    {
        ["Photoseek.Embedding"] = ["Photoseek.", "Npgsql", "Dapper", "Microsoft.AspNetCore", "AWSSDK", "System.CommandLine", "Spectre.Console"],
        ["Photoseek.Indexing"] = ["Photoseek.Search", "Photoseek.App", "Microsoft.AspNetCore", "System.CommandLine", "Spectre.Console"],
        ["Photoseek.Search"] = ["Photoseek.Indexing", "Photoseek.App", "Microsoft.AspNetCore", "AWSSDK", "System.CommandLine", "Spectre.Console", "MetadataExtractor"],
    };

    public static IEnumerable<string> Modules => _forbidden.Keys;

    /// <returns>The references that the assembly should not have.</returns>
    public static IEnumerable<string> Violations(string assembly, IEnumerable<string> references) =>
        from reference in references
        from forbidden in _forbidden[assembly]
        where reference.StartsWith(forbidden, StringComparison.Ordinal)
        select $"{assembly} uses {reference}.";
}
