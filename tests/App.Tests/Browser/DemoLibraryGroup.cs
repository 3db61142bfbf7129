namespace Photoseek.App.Tests.Browser;

/// <summary>The test classes that read one demo library.</summary>
[CollectionDefinition(Name)]
public sealed class DemoLibraryGroup : ICollectionFixture<DemoApp>
{
    public const string Name = "The demo library in a browser";
}
