using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;
using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class TextBatchesTests : IAsyncLifetime
{
    private ModelUse _model = null!;

    public async Task InitializeAsync()
    {
        var options = Options.Create(new EmbeddingOptions { ShippedModels = Repository.Path("models") });
        var pool = new ModelPool(new ModelCatalog(options), options, TimeProvider.System, NullLogger<ModelPool>.Instance);
        _model = await pool.UseAsync(EmbeddingOptions.ShippedModel, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _model.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task All_who_come_at_once_get_their_own_vectors(int runs)
    {
        var batches = new TextBatches(runs);
        var texts = Enumerable.Range(0, 50).Select(i => string.Join(' ', Enumerable.Repeat($"a red car and {i} boats", 1 + (i % 5)))).ToList();

        var answers = await Task.WhenAll(texts.Select(text => Task.Run(() => batches.EmbedAsync(_model, [text, "a beach"], CancellationToken.None))));

        var beach = _model.Model.EmbedText("a beach");
        foreach (var (text, answer) in texts.Zip(answers))
        {
            Assert.Equal(1, TensorPrimitives.Dot<float>(_model.Model.EmbedText(text), answer[0]), 1e-4);
            Assert.Equal(1, TensorPrimitives.Dot<float>(beach, answer[1]), 1e-4);
        }
    }

    [Fact]
    public async Task Who_gives_up_hinders_nobody()
    {
        var batches = new TextBatches(1);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        var answers = Enumerable.Range(0, 20).Select(i => batches.EmbedAsync(_model, [$"{i} boats"], i % 2 == 0 ? gone.Token : CancellationToken.None)).ToList();

        for (var i = 0; i < answers.Count; i++)
        {
            if (i % 2 == 0)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answers[i]);
            }
            else
            {
                Assert.Single(await answers[i]);
            }
        }
    }
}
