using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Photoseek.Architecture.Tests.Rules;

namespace Photoseek.Architecture.Tests;

public sealed class AssemblyTests
{
    public static TheoryData<string> Modules { get; } = [.. AssemblyRules.Modules];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_uses_only_what_it_may(string module)
    {
        var (name, references) = ReadAssembly(Path.Combine(AppContext.BaseDirectory, module + ".dll"));

        Assert.Equal(module, name);
        Assert.Contains("System.Runtime", references);
        Assert.Empty(AssemblyRules.Violations(module, references));
    }

    [Theory]
    [InlineData("Photoseek.Embedding", "Npgsql")]
    [InlineData("Photoseek.Embedding", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("Photoseek.Embedding", "Photoseek.App")]
    [InlineData("Photoseek.Search", "Photoseek.Indexing")]
    [InlineData("Photoseek.Indexing", "Photoseek.Search")]
    public void The_rule_catches(string module, string reference) =>
        Assert.Equal([$"{module} uses {reference}."], AssemblyRules.Violations(module, ["System.Runtime", reference]));

    private static (string Name, IReadOnlyList<string> References) ReadAssembly(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return (
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))]);
    }
}
