using System.Text.Json.Nodes;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class ModelChangeTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_bundle_put_in_place_by_hand_has_the_library_embedded_anew_and_the_first_one_is_not_forgotten()
    {
        var bundle = _folder.Path("data", "models", "demo-crop");
        CopyFolder(Repository.Path("models", "demo-world"), bundle);
        var config = Path.Combine(bundle, "preprocessor_config.json");
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(config))!;
        settings["do_center_crop"] = true;
        await File.WriteAllTextAsync(config, settings.ToJsonString());
        var byHand = new Dictionary<string, string>(StringComparer.Ordinal) { ["Embedding__Model"] = "demo-crop" };
        var photo = Repository.Path("demo", "photos", "IMG_0002.jpg");

        await Cli.RunAsync("import", photo);
        var changed = await Cli.RunAsync(byHand, "import", photo, "--json");
        var status = await Cli.RunAsync(byHand, "status", "--json");
        var found = await Cli.RunAsync(byHand, "search", "boats at night", "--json");
        var generations = await database.ScalarAsync<long>("select count(*) from image_vectors v join images i on i.id = v.image_id where i.file_name = 'IMG_0002.jpg'");

        Assert.Equal(0, changed.Json.Single().GetProperty("accepted").GetInt32());
        Assert.Equal("demo-crop", status.Json.Single().GetProperty("model").GetString());
        Assert.Equal(status.Json.Single().GetProperty("images").GetInt64(), status.Json.Single().GetProperty("indexed").GetInt64());
        Assert.Contains(found.Json, hit => hit.GetProperty("file_name").GetString() == "IMG_0002.jpg");
        Assert.Equal(2, generations);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private PhotoseekCli Cli => new(_folder.Path("data"), database.ConnectionString);
}
