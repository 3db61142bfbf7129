using Microsoft.Extensions.Options;

namespace Photoseek.Indexing.Tests.Sources;

public sealed class SourceOptionsTests
{
    [Fact]
    public void Good_sources_pass() => Assert.True(Check(
        new SourceOptions { Name = "disk", Type = SourceType.Folder, Folder = "/photos" },
        new SourceOptions { Name = "amazon", Type = SourceType.S3, Bucket = "b" },
        new SourceOptions { Name = "own", Type = SourceType.S3, Bucket = "b", Endpoint = "http://127.0.0.1:9000", AccessKey = "a", SecretKey = "s", WebhookToken = "0123456789abcdef" }).Succeeded);

    [Theory]
    [InlineData("", SourceType.Folder, "/photos", null, null, null, null, "Name is required")]
    [InlineData("a\nb", SourceType.Folder, "/photos", null, null, null, null, "Name is required")]
    [InlineData("Uploads", SourceType.Folder, "/photos", null, null, null, null, "the app uses itself")]
    [InlineData("a", SourceType.Folder, null, null, null, null, null, "Folder is required")]
    [InlineData("a", SourceType.Folder, "/photos", null, null, null, "0123456789abcdef", "WebhookToken is for")]
    [InlineData("a", SourceType.S3, null, null, null, null, null, "Bucket is required")]
    [InlineData("a", SourceType.S3, null, "b", "ftp://host", null, null, "Endpoint must be")]
    [InlineData("a", SourceType.S3, null, "b", "host:9000", null, null, "Endpoint must be")]
    [InlineData("a", SourceType.S3, null, "b", null, "key", null, "together")]
    [InlineData("a", SourceType.S3, null, "b", null, null, "short", "WebhookToken must have")]
    public void What_is_wrong_is_said_of_the_source_by_name(string name, SourceType type, string? folder, string? bucket, string? endpoint, string? key, string? token, string problem)
    {
        var result = Check(new SourceOptions { Name = name, Type = type, Folder = folder, Bucket = bucket, Endpoint = endpoint, AccessKey = key, WebhookToken = token });

        var failure = Assert.Single(result.Failures!);
        Assert.Contains(problem, failure, StringComparison.Ordinal);
        Assert.StartsWith($"Sources:0 (\"{name}\")", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sources_do_not_share_a_name() =>
        Assert.Contains("2 sources", Check(new SourceOptions { Name = "a", Folder = "/a" }, new SourceOptions { Name = "A", Folder = "/b" }).FailureMessage, StringComparison.Ordinal);

    private static ValidateOptionsResult Check(params SourceOptions[] sources)
    {
        var options = new SourceListOptions();
        foreach (var source in sources)
        {
            options.Items.Add(source);
        }

        return new SourceListValidation().Validate(null, options);
    }
}
