using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;

namespace Photoseek.Search.Queries;

/// <summary>Turns what is looked for into a vector of the model that serves, on no more threads than there are cores.</summary>
internal sealed class QueryEmbedder(ModelPool models, PictureDecoder decoder, IOptions<EmbeddingOptions> options) : IDisposable
{
    private readonly TextBatches _texts = new(Math.Max(1, Environment.ProcessorCount / options.Value.TextThreads));
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly Lock _lock = new();
    private ModelUse? _current;

    /// <summary>The model that served when somebody looked last, for one search; null before the first.</summary>
    public ModelUse? Current()
    {
        lock (_lock)
        {
            return _current?.Share();
        }
    }

    /// <summary>From now on searches are made with this model, which is loaded if it has to be; null when it is not on this machine or cannot be loaded.</summary>
    public async Task<ModelUse?> SwitchAsync(ModelIdentity serving, CancellationToken cancellationToken)
    {
        ModelUse? next;
        try
        {
            next = await models.FindAsync(serving, cancellationToken);
        }
        catch (InvalidDataException)
        {
            next = null;
        }

        if (next is null)
        {
            return null;
        }

        ModelUse? last;
        ModelUse mine;
        lock (_lock)
        {
            (last, _current) = (_current, next);
            mine = next.Share();
        }

        last?.Dispose();
        return mine;
    }

    public Task<IReadOnlyList<float[]>> EmbedTextsAsync(ModelUse model, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        _texts.EmbedAsync(model, texts, cancellationToken);

    public Task<float[]> EmbedPictureAsync(ModelUse model, ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        RunAsync(model, m => EmbedPicture(m, file.Span), cancellationToken);

    public void Dispose()
    {
        _current?.Dispose();
        _cores.Dispose();
    }

    private float[] EmbedPicture(ClipModel model, ReadOnlySpan<byte> file)
    {
        var batch = model.NewBatch(1);
        batch.Add(decoder.Decode(file, model.DecodeSide));
        return model.EmbedPictures(batch)[0];
    }

    private async Task<float[]> RunAsync(ModelUse model, Func<ClipModel, float[]> embed, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);

        // A native run cannot be interrupted: a caller in a hurry stops waiting for it, and the core is free (and the
        // model may be unloaded) when it ends.
        var use = model.Share();
        var run = Task.Run(
            () =>
            {
                try
                {
                    return embed(use.Model);
                }
                finally
                {
                    use.Dispose();
                    _cores.Release();
                }
            },
            CancellationToken.None);
        return await run.WaitAsync(cancellationToken);
    }
}
