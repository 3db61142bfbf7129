using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bundle_put_in_place_by_hand_is_found()
    {
        var folder = Place("installed", "mine", "visual/model.onnx", "textual/model.onnx", "textual/tokenizer.json", "visual/preprocess_cfg.json");
        var catalog = Catalog();

        Assert.Equal(folder, catalog.Find("mine"));
        var listing = Assert.Single(catalog.List(), l => l.Name == "mine");
        Assert.Null(listing.DownloadBytes);
        Assert.Equal("A bundle put in place by hand.", listing.Description);
        File.WriteAllText(Path.Combine(folder, "photoseek.json"), """{"description":"Mine."}""");
        Assert.Equal("Mine.", Assert.Single(catalog.List(), l => l.Name == "mine").Description);
    }

    [Fact]
    public void An_installed_bundle_hides_a_shipped_one_of_its_name()
    {
        string[] files = ["onnx/vision_model.onnx", "onnx/text_model.onnx", "tokenizer.json", "preprocessor_config.json"];
        Place("shipped", "same", files);

        Assert.Equal(Place("installed", "same", files), Catalog().Find("same"));
    }

    [Fact]
    public void Known_bundles_are_listed_with_what_they_weigh()
    {
        var listing = Assert.Single(Catalog().List(), l => l.Name == "ViT-B-32__laion2b-s34b-b79k");

        Assert.Null(listing.Folder);
        Assert.Equal(610_836_140, listing.DownloadBytes);
    }

    [Fact]
    public void Known_bundles_are_pinned()
    {
        Assert.All(KnownModel.All, m => Assert.Matches("^[0-9a-f]{40}$", m.Revision));
        Assert.All(KnownModel.All.SelectMany(m => m.Files), f => Assert.Matches("^[0-9a-f]{64}$", f.Sha256));
    }

    [Fact]
    public void What_is_written_for_known_bundles_can_be_read_again()
    {
        foreach (var (model, (path, content)) in KnownModel.All.SelectMany(m => m.Written.Select(w => (m, w))).Where(m => m.w.Key.Contains("preproc", StringComparison.Ordinal)))
        {
            var file = _folder.Path(model.Name + Path.GetFileName(path));
            File.WriteAllText(file, content.GetRawText());

            var preprocessing = Preprocessing.Read(file);

            Assert.Equal(224, preprocessing.Size);
            Assert.Equal(model.Name.Contains("SigLIP", StringComparison.Ordinal), preprocessing.Squash);
        }
    }

    [Fact]
    public void A_bundle_that_is_not_here_says_how_to_get_it()
    {
        var error = Assert.Throws<InvalidDataException>(() => Catalog().Find("ViT-B-32__openai"));

        Assert.Contains("models install ViT-B-32__openai", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_whole_says_what_it_lacks()
    {
        Place("installed", "half", "onnx/vision_model.onnx", "onnx/text_model.onnx", "tokenizer.json");

        var error = Assert.Throws<InvalidDataException>(() => Catalog().Find("half"));

        Assert.Contains("preprocessor_config.json missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../installed/mine")]
    [InlineData(".partial")]
    public void A_name_is_never_a_path(string name)
    {
        Place("installed", "mine", "visual/model.onnx", "textual/model.onnx", "textual/tokenizer.json", "visual/preprocess_cfg.json");

        Assert.Throws<InvalidDataException>(() => Catalog().Find(name));
    }

    private string Place(string models, string name, params string[] files)
    {
        foreach (var file in files)
        {
            var path = _folder.Path(models, name, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }

        return _folder.Path(models, name);
    }

    private ModelCatalog Catalog() =>
        new(new EmbeddingOptions { InstalledModels = _folder.Path("installed"), ShippedModels = _folder.Path("shipped") }, KnownModel.All);
}
