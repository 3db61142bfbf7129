using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class EmbedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_text_gives_one_line_with_a_unit_vector()
    {
        var result = await Cli.RunAsync("embed", "--text", "a red car", "christmas");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["a red car", "christmas"], result.Json.Select(line => line.GetProperty("input").GetString()));
        Assert.All(result.Json, line =>
        {
            Assert.Equal("demo-world", line.GetProperty("model").GetString());
            Assert.Equal(512, line.GetProperty("dimension").GetInt32());
            Assert.Equal(1, Length(line), 1e-4);
        });
    }

    [Fact]
    public async Task A_file_that_is_no_picture_gives_an_error_line_and_the_others_their_vectors()
    {
        var words = _folder.Path("words.jpg");
        await File.WriteAllTextAsync(words, "not a picture");

        var result = await Cli.RunAsync("embed", "--image", words, Repository.Path("demo", "photos", "IMG_0001.jpg"), _folder.Path("nothing.jpg"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("not a JPEG", result.Json[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(512, result.Json[1].GetProperty("vector").GetArrayLength());
        Assert.True(result.Json[2].TryGetProperty("error", out _));
    }

    [Fact]
    public async Task The_folder_of_a_bundle_can_be_given()
    {
        var result = await Cli.RunAsync("embed", "--text", "a dog", "--model", Repository.Path("models", "demo-world"));
        var broken = await Cli.RunAsync("embed", "--text", "a dog", "--model", _folder.FullPath);

        Assert.Equal("demo-world", result.Json.Single().GetProperty("model").GetString());
        Assert.Equal(1, broken.ExitCode);
        Assert.Single(broken.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("embed")]
    [InlineData("embed", "--text", "x", "--image", "y.jpg")]
    public async Task Texts_or_pictures_must_be_given_and_not_both(params string[] arguments)
    {
        var result = await Cli.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("either --text or --image", result.Error, StringComparison.Ordinal);
    }

    private PhotoseekCli Cli => new(_folder.Path("data"));

    private static double Length(JsonElement line) =>
        Math.Sqrt(line.GetProperty("vector").EnumerateArray().Sum(x => x.GetDouble() * x.GetDouble()));
}
