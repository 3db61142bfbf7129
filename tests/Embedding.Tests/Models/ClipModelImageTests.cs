using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Models;

public sealed class ClipModelImageTests(ITestOutputHelper output)
{
    private static readonly PictureDecoder Decoder = new(new PictureLimits());

    [SharedTheory]
    [InlineData("dynamic")]
    [InlineData("fixed")]
    public void The_reference_squares_get_the_reference_vectors(string layout)
    {
        using var model = Golden.Load(layout);

        var cosines = Golden.Images.Select(i => Golden.Cosine(i.Value, Embed(model, Square(i.Key))[0])).ToArray();

        output.WriteLine($"{layout}: {cosines.Length} pictures, cosine min {cosines.Min():F7} mean {cosines.Average():F7}");
        Assert.Equal(73, cosines.Length);
        Assert.True(cosines.Min() >= 0.99999f);
    }

    [SharedFact]
    public void Photos_get_the_reference_vectors_nearly()
    {
        using var model = Golden.Load("dynamic");

        var cosines = new List<float>();
        var refused = new List<string>();
        foreach (var (name, expected) in Golden.Images)
        {
            try
            {
                var picture = Decoder.Decode(File.ReadAllBytes(Shared.Path("photos", name)), model.DecodeSide);
                cosines.Add(Golden.Cosine(expected, Embed(model, picture)[0]));
            }
            catch (PictureRefusedException e)
            {
                refused.Add($"{name}: {e.Message}");
            }
        }

        cosines.Sort();
        output.WriteLine($"{cosines.Count} photos, cosine min {cosines[0]:F6} p5 {cosines[3]:F6} median {cosines[36]:F7}");
        output.WriteLine(string.Join('\n', refused));
        Assert.True(refused.Count <= 1);
        Assert.True(cosines[36] >= 0.999f);
        Assert.True(cosines[3] >= 0.99f);
    }

    [SharedFact]
    public void Both_layouts_agree_and_a_picture_alone_is_what_it_is_in_a_batch()
    {
        using var open = Golden.Load("dynamic");
        using var closed = Golden.Load("fixed");
        var squares = Golden.Images.Keys.Take(64).Select(Square).ToArray();

        var alone = squares.Select(s => Embed(open, s)[0]).ToArray();
        var batched = squares.Chunk(8).SelectMany(c => Embed(open, c)).ToArray();
        var fixedOne = squares.Chunk(8).SelectMany(c => Embed(closed, c)).ToArray();

        var batch = alone.Zip(batched, Golden.Cosine).Min();
        var layouts = alone.Zip(fixedOne, Golden.Cosine).Min();
        output.WriteLine($"{squares.Length} pictures: alone and in a batch of 8 cosine min {batch:F7}, layouts {layouts:F7}");
        Assert.True(batch >= 0.99999f);
        Assert.True(layouts >= 0.99999f);
    }

    [SharedFact]
    public async Task A_batch_is_filled_by_many_threads_and_run_by_many()
    {
        using var model = Golden.Load("dynamic");
        var squares = Golden.Images.Keys.Take(16).Select(Square).ToArray();
        var alone = squares.Select(s => Embed(model, s)[0]).ToArray();

        var worst = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            var batch = model.NewBatch(squares.Length);
            var places = new int[squares.Length];
            Parallel.For(0, squares.Length, i => places[i] = batch.Add(squares[i]));
            var vectors = model.EmbedPictures(batch);
            return places.Select((p, i) => Golden.Cosine(alone[i], vectors[p])).Min();
        })));

        output.WriteLine($"16 callers of 16 pictures, cosine min {worst.Min():F7}");
        Assert.True(worst.Min() >= 0.99999f);
    }

    [SharedFact]
    public void A_batch_can_be_cleared_and_refuses_more_than_it_holds()
    {
        using var model = Golden.Load("dynamic");
        var square = Square(Golden.Images.Keys.First());
        var batch = model.NewBatch(1);

        Assert.Empty(model.EmbedPictures(batch));
        Assert.Equal(0, batch.Add(square));
        Assert.Throws<InvalidOperationException>(() => batch.Add(square));
        Assert.Equal(1, batch.Count);
        batch.Clear();
        Assert.Equal(0, batch.Count);
        Assert.Equal(0, batch.Add(square));
        Assert.Single(model.EmbedPictures(batch));
    }

    private static DecodedPicture Square(string photo) =>
        Decoder.Decode(File.ReadAllBytes(Shared.Path("golden", "expected", "crop224", photo + ".png")), 224);

    private static IReadOnlyList<float[]> Embed(ClipModel model, params DecodedPicture[] pictures)
    {
        var batch = model.NewBatch(pictures.Length);
        foreach (var picture in pictures)
        {
            batch.Add(picture);
        }

        return model.EmbedPictures(batch);
    }
}
