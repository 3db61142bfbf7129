using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Models;

/// <summary>The bundle that comes with the app: what every clone can be tested with.</summary>
public sealed class DemoWorldTests(ITestOutputHelper output) : IDisposable
{
    private readonly ClipModel _model = ClipModel.Load(Repository.Path("models", "demo-world"), new EmbeddingOptions());

    public void Dispose() => _model.Dispose();

    [Fact]
    public void It_loads_by_its_name()
    {
        var catalog = new ModelCatalog(new EmbeddingOptions { ShippedModels = Repository.Path("models"), InstalledModels = "/nowhere" }, KnownModel.All);

        Assert.Equal(Repository.Path("models", "demo-world"), catalog.Find("demo-world"));
        Assert.Equal("demo-world", _model.Identity.Name);
        Assert.Equal(512, _model.Identity.Dimension);
    }

    [Fact]
    public void A_text_is_nearest_to_itself_whatever_its_case_and_spacing()
    {
        string[] texts = ["red car", "blue car", "two people on a beach at sunset", "a snowy forest", "christmas tree", "red house", ""];
        var vectors = texts.Select(_model.EmbedText).ToArray();
        var query = _model.EmbedText("  RED\n car ");

        var scores = vectors.Select(v => Golden.Cosine(query, v)).ToArray();

        output.WriteLine(string.Join(", ", texts.Zip(scores, (t, s) => $"'{t}' {s:F3}")));
        Assert.Equal(0, Array.IndexOf(scores, scores.Max()));
        Assert.Equal(1, scores[0], 1e-5f);
        Assert.True(scores[1..].Max() < 0.999f);
    }

    [Fact]
    public void Texts_of_every_length_up_to_the_context_and_beyond_have_a_vector()
    {
        var word = string.Concat(Enumerable.Repeat("sea ", 200));

        Assert.All(Enumerable.Range(0, 60), n => Assert.Equal(512, _model.EmbedText(word[..(n * 4)]).Length));
        Assert.Equal(_model.EmbedText(word), _model.EmbedText(word[..400]));
    }

    [Fact]
    public void A_picture_alone_is_what_it_is_in_a_batch()
    {
        var random = new Random(1);
        var pictures = Enumerable.Range(0, 8).Select(_ => Noise(random)).ToArray();

        var together = Embed(pictures);
        var worst = pictures.Select((p, i) => Golden.Cosine(Embed(p)[0], together[i])).Min();

        output.WriteLine($"alone and in a batch of 8: cosine min {worst:F7}");
        Assert.True(worst >= 0.99999f);
        Assert.True(Golden.Cosine(together[0], together[1]) < 0.9999f);
    }

    // Coarse coloured squares, wide or tall.
    private static DecodedPicture Noise(Random random)
    {
        var (width, height) = (random.Next(100, 400), random.Next(100, 400));
        var colours = new byte[5 * 5 * 3];
        random.NextBytes(colours);
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % width, i / 3 / width);
            pixels[i] = colours[(((y * 5 / height * 5) + (x * 5 / width)) * 3) + (i % 3)];
        }

        return new DecodedPicture(new PictureHeader(PictureFormat.Jpeg, width, height, 1, Progressive: false), width, height, pixels);
    }

    private IReadOnlyList<float[]> Embed(params DecodedPicture[] pictures)
    {
        var batch = _model.NewBatch(pictures.Length);
        foreach (var picture in pictures)
        {
            batch.Add(picture);
        }

        return _model.EmbedPictures(batch);
    }
}
