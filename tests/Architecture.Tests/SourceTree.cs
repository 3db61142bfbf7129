using Photoseek.Testing;

namespace Photoseek.Architecture.Tests;

/// <summary>The text files of the checkout, without what is built, fetched or kept by the app.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> _skippedFolders =
        new(StringComparer.Ordinal) { "bin", "obj", "node_modules", ".git", ".build", ".vs", ".vscode", ".idea", "TestResults", "__pycache__" };

    private static readonly HashSet<string> _textEndings = new(StringComparer.Ordinal)
    {
        ".cs", ".cshtml", ".csproj", ".props", ".targets", ".sln", ".sql", ".sh", ".js", ".css", ".html", ".json", ".md", ".py", ".yml", ".yaml", ".txt", ".toml", "",
    };

    /// <summary>Every text file, as its path relative to the root with '/' between parts.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Repository.Root))
        .Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    private static readonly string[] _csharpFolders = ["src/", "tests/", "bench/"];

    /// <summary>The C# files below src, tests and bench.</summary>
    public static IReadOnlyList<string> CSharp { get; } =
        [.. Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && _csharpFolders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))];

    public static string Read(string file) => File.ReadAllText(Repository.Path(file));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        var atRoot = folder.FullName == Repository.Root;
        var here = folder.GetFiles().Where(file => file.LinkTarget is null && _textEndings.Contains(file.Extension) && file.Name != ".git");
        var below = folder.GetDirectories()
            .Where(child => child.LinkTarget is null && !_skippedFolders.Contains(child.Name) && !(atRoot && child.Name == "data"))
            .SelectMany(Walk);
        return here.Concat(below);
    }
}
