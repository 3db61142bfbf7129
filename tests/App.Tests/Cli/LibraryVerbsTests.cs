using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class LibraryVerbsTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_folder_is_imported_found_counted_and_taken_out_again()
    {
        var photos = Directory.CreateDirectory(_folder.Path("holiday")).FullName;
        foreach (var name in new[] { "IMG_0001.jpg", "IMG_0006.jpg", "IMG_0026.jpg" })
        {
            File.Copy(Repository.Path("demo", "photos", name), Path.Combine(photos, name));
        }

        await File.WriteAllTextAsync(Path.Combine(photos, "words.jpg"), "not a picture");

        var migrated = await Cli.RunAsync("migrate");
        var imported = await Cli.RunAsync("import", photos);
        var found = await Cli.RunAsync("search", "christmas", "--top", "1", "--json");
        var status = await Cli.RunAsync("status", "--json");
        var again = await Cli.RunAsync("import", photos, "--json");
        var removed = await Cli.RunAsync("sources", "remove", "holiday");
        var after = await Cli.RunAsync("status", "--json");

        Assert.Contains("The schema is up to date", migrated.Output, StringComparison.Ordinal);
        Assert.Contains("3 new, 0 already there, 1 refused", imported.Output, StringComparison.Ordinal);
        Assert.Contains("words.jpg: This is not a JPEG", imported.Output, StringComparison.Ordinal);
        Assert.Equal("IMG_0026.jpg", found.Json.Single().GetProperty("file_name").GetString());
        Assert.Equal(3, status.Json.Single().GetProperty("indexed").GetInt64());
        Assert.Equal(3, again.Json.Single().GetProperty("duplicates").GetInt32());
        Assert.Equal(0, removed.ExitCode);
        Assert.Equal(0, after.Json.Single().GetProperty("images").GetInt64());
        Assert.True(File.Exists(Path.Combine(photos, "IMG_0001.jpg")));
    }

    [PostgresTheory]
    [InlineData("There is no folder or file", "import", "/no/such/folder")]
    [InlineData("Write 1 to 512 characters", "search", " ")]
    [InlineData("There is no source", "sources", "remove", "nobody")]
    [InlineData("No removal waits for an answer", "sources", "accept-removal", "nobody")]
    public async Task What_cannot_be_done_is_one_sentence(string sentence, params string[] arguments)
    {
        var result = await Cli.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(sentence, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_sentence()
    {
        var cli = new PhotoseekCli(_folder.Path("data"), $"Host=127.0.0.1;Port={FreePort.Next()};Username=nobody;Timeout=2");

        var result = await cli.RunAsync("status");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The database cannot be reached", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    private PhotoseekCli Cli => new(_folder.Path("data"), database.ConnectionString);
}
