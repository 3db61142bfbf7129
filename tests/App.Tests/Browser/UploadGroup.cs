namespace Photoseek.App.Tests.Browser;

/// <summary>The test classes that upload to one library, each its own pictures.</summary>
[CollectionDefinition(Name)]
public sealed class UploadGroup : ICollectionFixture<RunningApp>
{
    public const string Name = "Uploads in a browser";
}
