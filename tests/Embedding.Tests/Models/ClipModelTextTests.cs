using System.Numerics.Tensors;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Models;

public sealed class ClipModelTextTests(ITestOutputHelper output)
{
    [SharedTheory]
    [InlineData("dynamic")]
    [InlineData("fixed")]
    public void Texts_get_the_reference_vectors(string layout)
    {
        using var model = Golden.Load(layout);

        var cosines = Golden.Texts.Select(t => Golden.Cosine(t.Value, model.EmbedText(t.Key))).ToArray();

        output.WriteLine($"{layout}: {cosines.Length} texts, cosine min {cosines.Min():F7} mean {cosines.Average():F7}");
        Assert.True(cosines.Length > 200);
        Assert.True(cosines.Min() >= 0.99999f);
    }

    [SharedFact]
    public void Both_layouts_agree()
    {
        using var open = Golden.Load("dynamic");
        using var closed = Golden.Load("fixed");

        var cosines = Golden.Texts.Keys.Select(t => Golden.Cosine(open.EmbedText(t), closed.EmbedText(t))).ToArray();

        output.WriteLine($"{cosines.Length} texts, cosine min {cosines.Min():F7}");
        Assert.True(cosines.Min() >= 0.99999f);
    }

    [SharedTheory]
    [InlineData("dynamic")]
    [InlineData("fixed")]
    public void Texts_that_share_a_run_get_what_each_gets_alone(string layout)
    {
        using var model = Golden.Load(layout);
        var texts = Golden.Texts.Keys.ToArray();

        var together = model.EmbedTexts(texts);

        var worst = texts.Select((text, i) => Golden.Cosine(model.EmbedText(text), together[i])).Min();
        output.WriteLine($"{layout}: {texts.Length} texts at once, cosine min {worst:F7}");
        Assert.True(worst >= 0.999999f);
        Assert.Empty(model.EmbedTexts([]));
    }

    [SharedFact]
    public async Task Sixteen_callers_at_a_time_get_what_one_gets()
    {
        using var model = Golden.Load("dynamic");
        var texts = Golden.Texts.Keys.Take(64).ToArray();
        var alone = texts.Select(model.EmbedText).ToArray();

        var together = await Task.WhenAll(Enumerable.Range(0, 16).Select(c => Task.Factory.StartNew(
            () => texts.Select((_, i) => (At: (i + c) % texts.Length, Vector: model.EmbedText(texts[(i + c) % texts.Length]))).ToArray(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var worst = together.SelectMany(c => c).Min(r => Golden.Cosine(alone[r.At], r.Vector));
        output.WriteLine($"{16 * texts.Length} runs, cosine min {worst:F7}");
        Assert.True(worst >= 0.999999f);
    }

    [SharedFact]
    public void Vectors_have_length_one()
    {
        using var model = Golden.Load("dynamic");

        Assert.Equal(1f, TensorPrimitives.Norm(model.EmbedText("a red car")), 1e-5f);
    }

    [SharedFact]
    public void A_bundle_names_itself_by_its_folder_and_files()
    {
        using var model = Golden.Load("fixed");

        Assert.Equal("fixed", model.Identity.Name);
        Assert.Equal(512, model.Identity.Dimension);
        Assert.Matches("^[0-9a-f]{64}$", model.Identity.Sha256);
        Assert.Equal(3 * 224, model.DecodeSide);
    }
}
