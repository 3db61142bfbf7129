using Photoseek.Architecture.Tests.Rules;

namespace Photoseek.Architecture.Tests;

public sealed class SourceTests
{
    [Fact]
    public void Files_are_short_hold_one_public_type_and_lie_where_their_namespace_says()
    {
        Assert.Contains("src/App/Program.cs", SourceTree.CSharp);
        Assert.Contains("tests/Architecture.Tests/SourceTests.cs", SourceTree.CSharp);
        Assert.Empty(SourceTree.CSharp.SelectMany(file => SourceRules.Violations(file, SourceTree.Read(file))));
    }

    [Fact]
    public void The_rule_knows_where_the_benchmark_lies()
    {
        Assert.Empty(SourceRules.Violations("bench/Searching/Growth.cs", "namespace Photoseek.Bench.Searching;\n"));
        Assert.Single(SourceRules.Violations("bench/Searching/Growth.cs", "namespace Photoseek.Searching;\n"));
    }

    [Fact]
    public void Options_are_validated_at_start()
    {
        var sources = SourceTree.CSharp.Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(SourceTree.Read).ToList();

        Assert.Contains(sources, text => text.Contains("class EmbeddingOptions", StringComparison.Ordinal));
        Assert.Empty(OptionsRules.Violations(sources));
    }

    [Fact]
    public void The_rule_accepts_a_file_that_is_fine() => Assert.Empty(SourceRules.Violations(
        "src/Search/Queries/Nearest.cs",
        "namespace Photoseek.Search.Queries;\n\npublic sealed partial class Nearest\n{\n    public enum Inner { }\n}\n\ninternal sealed class Helper;\n"));

    [Theory]
    [InlineData("namespace Photoseek.Search;\n", "src/Search/Queries/Nearest.cs is in namespace Photoseek.Search; its folder says Photoseek.Search.Queries.")]
    [InlineData("public sealed class A;\n\npublic readonly record struct B(int C);\n", "src/Search/Queries/Nearest.cs has 2 public types (A, B): one a file.")]
    [InlineData("internal sealed class NearestTests(TestPostgres database)\n    : IClassFixture<TestPostgres>, IAsyncDisposable\n{\n", "src/Search/Queries/Nearest.cs has tests that implement IAsyncDisposable: xunit 2 does not call it, IAsyncLifetime it does.")]
    [InlineData("    [LoggerMessage(LogLevel.Information, \"x\")]\n", "src/Search/Queries/Nearest.cs declares log messages: they belong into the module's LogMessages.cs.")]
    public void The_rule_catches(string text, string violation) =>
        Assert.Equal([violation], SourceRules.Violations("src/Search/Queries/Nearest.cs", text));

    [Fact]
    public void The_rule_catches_a_long_file() =>
        Assert.Equal(["src/Search/A.cs has 301 lines; split it, 300 are the most."], SourceRules.Violations("src/Search/A.cs", new string('\n', 301)));

    [Theory]
    [InlineData("services.AddOptions<CacheOptions>().Bind(section);")]
    [InlineData("services.AddOptions<CacheOptions>().Bind(section).ValidateDataAnnotations();")]
    [InlineData("services.AddOptions<CacheOptions>().Bind(section);\nservices.AddSingleton<IValidateOptions<CacheOptions>, CacheRules>();")]
    [InlineData("services.AddOptions<CacheOptions>().Bind(section).ValidateOnStart();\nservices.AddSingleton<IValidateOptions<OtherOptions>, OtherRules>();")]
    [InlineData("services.AddOptions<OtherOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();")]
    public void The_rule_catches_options_that_are_not_validated(string registration) =>
        Assert.StartsWith("CacheOptions is not validated at start", Assert.Single(OptionsRules.Violations(["public sealed class CacheOptions\n{\n}\n", registration])), StringComparison.Ordinal);

    [Fact]
    public void The_rule_accepts_a_list_with_a_validator_of_its_own() => Assert.Empty(OptionsRules.Violations(
        ["public sealed class CacheOptions\n{\n}\n", "public sealed class CachesOptions\n{\n    public IList<CacheOptions> Items { get; } = [];\n}\n",
            "services.AddOptions<CachesOptions>().Bind(section).ValidateOnStart();\nservices.AddSingleton<IValidateOptions<CachesOptions>, CacheRules>();"]));

    [Fact]
    public void The_rule_accepts_options_that_are_validated() => Assert.Empty(OptionsRules.Violations(
        ["internal sealed class CacheOptions;\n", "services.AddOptions<CacheOptions>().Bind(section)\n    .ValidateDataAnnotations()\n    .ValidateOnStart();"]));
}
