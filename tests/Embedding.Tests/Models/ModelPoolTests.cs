using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Models;

namespace Photoseek.Embedding.Tests.Models;

public sealed class ModelPoolTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TinyBundle _bundle = new();
    private readonly ModelPool _pool;

    public ModelPoolTests()
    {
        _bundle.Write();
        var options = Options.Create(new EmbeddingOptions { ShippedModels = "/nowhere", InstalledModels = Path.GetDirectoryName(_bundle.Folder)! });
        _pool = new ModelPool(new ModelCatalog(options), options, TimeProvider.System, NullLogger<ModelPool>.Instance);
    }

    private string Name => Path.GetFileName(_bundle.Folder);

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public async Task Many_who_ask_at_once_get_one_model()
    {
        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _pool.UseAsync(Name, None))));

        Assert.Single(uses.Select(u => u.Model).Distinct());
        Assert.Single(_pool.Loaded);
        Array.ForEach(uses, u => u.Dispose());
        Assert.Empty(_pool.Loaded);
    }

    [Fact]
    public async Task A_model_stays_until_its_last_use_ends_and_an_end_counts_once()
    {
        var first = await _pool.UseAsync(Name, None);
        using var second = first.Share();
        first.Dispose();
        first.Dispose();

        Assert.Equal(3, second.Model.EmbedText("a").Length);
        Assert.Throws<ObjectDisposedException>(first.Share);
        Assert.Single(_pool.Loaded);
    }

    [Fact]
    public async Task A_model_is_found_by_what_it_is_whatever_it_is_called()
    {
        using var use = await _pool.UseAsync(Name, None);
        var identity = use.Model.Identity;

        using var found = await _pool.FindAsync(identity with { Name = "another name" }, None);

        Assert.Same(use.Model, found!.Model);
        Assert.Null(await _pool.FindAsync(identity with { Sha256 = new string('a', 64) }, None));
        Assert.Null(await _pool.FindAsync(identity with { Dimension = 4 }, None));
        Assert.Null(await _pool.FindAsync(identity with { PreprocessingVersion = 99 }, None));
    }

    [Fact]
    public async Task A_bundle_that_was_replaced_is_another_model()
    {
        using var use = await _pool.UseAsync(Name, None);
        await File.WriteAllTextAsync(Path.Combine(_bundle.Folder, "preprocessor_config.json"), _bundle.Preprocessing.Replace("[0,0,0]", "[0.5,0,0]", StringComparison.Ordinal));

        using var other = await _pool.UseAsync(Name, None);

        Assert.NotEqual(use.Model.Identity.Sha256, other.Model.Identity.Sha256);

        // The first is there as long as it is in use, and no longer.
        var identity = use.Model.Identity;
        (await _pool.FindAsync(identity, None))!.Dispose();
        use.Dispose();
        Assert.Null(await _pool.FindAsync(identity, None));
    }

    [Fact]
    public async Task A_bundle_that_does_not_load_is_tried_again_when_it_is_asked_for_again()
    {
        var graph = Path.Combine(_bundle.Folder, "onnx", "vision_model.onnx");
        var whole = await File.ReadAllBytesAsync(graph);
        await File.WriteAllTextAsync(graph, "no graph");
        await Assert.ThrowsAsync<InvalidDataException>(() => _pool.UseAsync(Name, None));
        Assert.Empty(_pool.Loaded);

        await File.WriteAllBytesAsync(graph, whole);
        using var use = await _pool.UseAsync(Name, None);

        Assert.Equal(3, use.Model.Identity.Dimension);
    }

    [Fact]
    public async Task Who_uses_and_lets_go_in_a_crowd_never_meets_an_unloaded_model()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var use = await _pool.UseAsync(Name, None);
                Assert.Equal(3, use.Model.EmbedText("a").Length);
            }
        })));

        Assert.Empty(_pool.Loaded);
    }
}
