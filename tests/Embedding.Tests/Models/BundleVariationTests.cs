using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Tests.Models;

public sealed class BundleVariationTests
{
    // Ids of "ab": start 512, a 97, b at the end 256 + 98, end 513.
    private const float SumOfAb = 512 + 97 + 354 + 513;

    [Theory]
    [InlineData(-1, false)]
    [InlineData(-1, true)]
    [InlineData(9, false)]
    [InlineData(9, true)]
    public void Ids_are_int64_or_int32_with_a_mask_where_the_graph_lists_one(int sequence, bool mask)
    {
        foreach (var element in (OnnxElement[])[OnnxElement.Int32, OnnxElement.Int64])
        {
            using var bundle = new TinyBundle { Ids = element, Mask = mask, Sequence = sequence };
            using var model = bundle.Load();

            var vector = model.EmbedText("ab");

            Assert.Equal(SumOfAb + (mask ? 4 : 0), vector[0] / vector[1], 0.1f);
        }
    }

    [Fact]
    public void Texts_are_cut_to_the_context_of_the_config_where_the_graph_leaves_it_open()
    {
        using var bundle = new TinyBundle();
        using var model = bundle.Load();

        var vector = model.EmbedText(new string('a', 100));

        Assert.Equal(512 + (7 * 97) + 513, vector[0] / vector[1], 0.1f);
    }

    [Theory]
    [InlineData("image_embeds")]
    [InlineData("pooler_output")]
    [InlineData("something_else")]
    public void The_vector_is_taken_by_its_name_or_as_the_only_matrix(string output)
    {
        using var bundle = new TinyBundle { ImageOutput = output, TextOutput = output };
        using var model = bundle.Load();

        Assert.Equal(3, model.Identity.Dimension);
        Assert.Equal([0.6f, 0, 0.8f], Embed(model, (3, 0, 4))[0], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Of_two_matrices_the_known_name_is_taken_and_no_guess_is_made()
    {
        using var known = new TinyBundle { AnotherMatrix = true };
        using var unknown = new TinyBundle { AnotherMatrix = true, ImageOutput = "something_else" };
        using var model = known.Load();

        Assert.Equal([0.6f, 0, 0.8f], Embed(model, (3, 0, 4))[0], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Contains("another Float32", Assert.Throws<InvalidDataException>(unknown.Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_batch_keeps_its_order_whether_the_graph_takes_one_or_many(int batch)
    {
        using var bundle = new TinyBundle { Batch = batch };
        using var model = bundle.Load();

        var vectors = Embed(model, (9, 0, 0), (0, 9, 0), (0, 0, 9));

        Assert.Equal([[1, 0, 0], [0, 1, 0], [0, 0, 1]], vectors);
    }

    [Fact]
    public void Each_place_is_taken_once_however_many_threads_add()
    {
        using var bundle = new TinyBundle();
        using var model = bundle.Load();
        var batch = model.NewBatch(400_000);

        var places = new int[400_000];
        using var start = new Barrier(4);
        var threads = Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = t; i < places.Length; i += 4)
            {
                places[i] = batch.TakePlace();
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.Equal(Enumerable.Range(0, 400_000), places.Order());
        Assert.Throws<InvalidOperationException>(() => batch.TakePlace());
    }

    [Fact]
    public void A_context_beyond_all_reason_is_refused()
    {
        using var bundle = new TinyBundle { Sequence = 1_000_000 };

        Assert.Contains("context of 1000000", Assert.Throws<InvalidDataException>(bundle.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_of_nothing_is_an_error()
    {
        using var bundle = new TinyBundle();
        using var model = bundle.Load();

        var error = Assert.Throws<InvalidDataException>(() => Embed(model, (0, 0, 0)));

        Assert.Contains("points nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tower_that_gives_no_numbers_is_not_loaded()
    {
        using var bundle = new TinyBundle { Bias = [float.NaN, 1, 0] };

        Assert.Contains("points nowhere", Assert.Throws<InvalidDataException>(bundle.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Towers_of_two_widths_are_refused_with_both_numbers()
    {
        using var bundle = new TinyBundle { Weights = [1, 2, 3, 4], Bias = [1, 2, 3, 4] };

        var error = Assert.Throws<InvalidDataException>(bundle.Load);

        Assert.Contains("vectors of 3, texts of 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_the_graph_does_not_read_is_refused()
    {
        using var bundle = new TinyBundle { Preprocessing = """{"size":[8,8],"mean":[0,0,0],"std":[1,1,1],"resize_mode":"squash"}""" };

        Assert.Contains("8 x 8", Assert.Throws<InvalidDataException>(bundle.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_graph_is_refused_in_the_runtimes_words()
    {
        using var bundle = new TinyBundle();
        bundle.Load().Dispose();
        File.WriteAllBytes(Path.Combine(bundle.Folder, "onnx", "text_model.onnx"), new byte[1000]);

        var error = Assert.Throws<InvalidDataException>(() => ClipModel.Load(bundle.Folder, new EmbeddingOptions()));

        Assert.Contains("text_model.onnx cannot be loaded", error.Message, StringComparison.Ordinal);
        Assert.Contains("Protobuf parsing failed", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_hash_changes_with_a_towers_file()
    {
        using var one = new TinyBundle();
        using var same = new TinyBundle();
        using var other = new TinyBundle { Bias = [0, 2, 0] };

        Assert.Equal(Hash(one), Hash(same));
        Assert.NotEqual(Hash(one), Hash(other));

        static string Hash(TinyBundle bundle)
        {
            using var model = bundle.Load();
            return model.Identity.Sha256;
        }
    }

    [Fact]
    public void A_model_disposed_of_says_so()
    {
        using var bundle = new TinyBundle();
        var model = bundle.Load();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.EmbedText("ab"));
    }

    private static IReadOnlyList<float[]> Embed(ClipModel model, params (byte R, byte G, byte B)[] colours)
    {
        var batch = model.NewBatch(colours.Length);
        foreach (var (r, g, b) in colours)
        {
            batch.Add(Picture(r, g, b));
        }

        return model.EmbedPictures(batch);
    }

    private static DecodedPicture Picture(byte r, byte g, byte b)
    {
        const int side = TinyBundle.Size;
        byte[] pixels = [.. Enumerable.Repeat<byte[]>([r, g, b], side * side).SelectMany(p => p)];
        return new DecodedPicture(new PictureHeader(PictureFormat.Png, side, side, 1, Progressive: false), side, side, pixels);
    }
}
