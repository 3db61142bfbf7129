using Photoseek.Architecture.Tests.Rules;

namespace Photoseek.Architecture.Tests;

public sealed class WordTests
{
    [Fact]
    public void No_file_is_marked_unfinished_or_names_a_package_registry()
    {
        Assert.Contains("README.md", SourceTree.Files);
        Assert.Contains("run.sh", SourceTree.Files);
        Assert.Contains("db/migrations/0001_library.sql", SourceTree.Files);
        Assert.Empty(SourceTree.Files.SelectMany(file => WordRules.Violations(file, SourceTree.Read(file))));
    }

    [Theory]
    [InlineData("TO", "DO")]
    [InlineData("NotImplemented", "Exception")]
    [InlineData("FIX", "ME")]
    public void The_rule_catches_unfinished_work(string start, string end)
    {
        var violation = Assert.Single(WordRules.Violations("a.cs", $"fine\n// {start}{end}: later"));

        Assert.Equal($"a.cs:2 says {start}{end}: finish it or write an issue.", violation);
    }

    [Theory]
    [InlineData("deb http://deb.", "debian.org/debian sid main")]
    [InlineData("https://api.nuget", ".org/v3/index.json")]
    [InlineData("\"resolved\": \"https://registry.npm", "js.org/a\"")]
    public void The_rule_catches_a_registry(string start, string end) =>
        Assert.Single(WordRules.Violations("a.sh", start + end));

    [Theory]
    [InlineData("todos and hackers, a NuGet package, Debian, npm")]
    [InlineData("https://huggingface.co/")]
    public void The_rule_lets_other_words_be(string text) => Assert.Empty(WordRules.Violations("a.md", text));
}
