using Photoseek.Architecture.Tests.Rules;

namespace Photoseek.Architecture.Tests;

public sealed class ProjectTests
{
    private const string Fine = """<Project><ItemGroup><ProjectReference Include="../Embedding/Embedding.csproj" /></ItemGroup></Project>""";

    [Fact]
    public void Projects_refer_to_each_other_as_drawn_and_no_other_way()
    {
        var projects = SourceTree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).ToList();

        Assert.Equal(ProjectRules.Edges.Keys.Order(StringComparer.Ordinal), projects.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
        Assert.Empty(projects.SelectMany(file => ProjectRules.Violations(Path.GetFileNameWithoutExtension(file), SourceTree.Read(file))));
    }

    [Fact]
    public void What_all_projects_share_forbids_going_through_another_project() =>
        Assert.Empty(ProjectRules.SharedViolations(SourceTree.Read("Directory.Build.props")));

    [Fact]
    public void The_rule_accepts_what_is_drawn() => Assert.Empty(ProjectRules.Violations("Search", Fine));

    [Theory]
    [InlineData("Search", """<ProjectReference Include="../Embedding/Embedding.csproj" /><ProjectReference Include="../Indexing/Indexing.csproj" />""", "Search must not refer to Indexing.")]
    [InlineData("Embedding", """<ProjectReference Include="../App/App.csproj" />""", "Embedding must not refer to App.")]
    [InlineData("Search", "", "Search should refer to Embedding.")]
    [InlineData("Search", """<ProjectReference Include="../*/*.csproj" />""", "Search refers to \"../*/*.csproj\": name one project file a reference.")]
    [InlineData("Search", """<ProjectReference Include="../Embedding/Embedding.csproj" /><Reference Include="Photoseek.Indexing" />""", "Search goes around its project references.")]
    [InlineData("Common", "", "Common is unknown: give it its edges in ProjectRules.")]
    public void The_rule_catches(string project, string references, string violation) =>
        Assert.Contains(violation, ProjectRules.Violations(project, $"<Project><ItemGroup>{references}</ItemGroup></Project>"));

    [Fact]
    public void The_shared_rule_catches_what_is_switched_off() =>
        Assert.Equal(
            ["DisableTransitiveProjectReferences must be true for all projects.", "TreatWarningsAsErrors must be true for all projects."],
            ProjectRules.SharedViolations("<Project><PropertyGroup><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup></Project>"));
}
