using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Photoseek.App.Database;

/// <summary>One numbered file of db/migrations.</summary>
/// <param name="Number">1, 2, 3 ... without gaps.</param>
/// <param name="Name">File name without ".sql".</param>
/// <param name="Sql">The statements, run in one transaction.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "migrations/";

    /// <summary>SHA-256 of the statements in lower-case hex; line ends do not count, a checkout may change them.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The migrations that this build carries, in order.</summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Parse(Path.GetFileNameWithoutExtension(name[Prefix.Length..]), reader.ReadToEnd());
            })
            .OrderBy(migration => migration.Number)];
    }

    /// <exception cref="FormatException">The name does not start with four digits and an underscore.</exception>
    public static Migration Parse(string name, string sql) =>
        name.Length > 5 && name[4] == '_' && int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Migration(number, name, sql)
            : throw new FormatException($"\"{name}\" is no migration: the name must look like 0001_words.");
}
