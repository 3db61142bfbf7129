using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;

namespace Photoseek.Search.Queries;

/// <summary>Turns what is looked for into a vector, on no more threads than there are cores.</summary>
internal sealed class QueryEmbedder(ClipModel model, PictureDecoder decoder) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    public ModelIdentity Model => model.Identity;

    public Task<float[]> EmbedTextAsync(string text, CancellationToken cancellationToken) =>
        RunAsync(() => model.EmbedText(text), cancellationToken);

    public Task<float[]> EmbedPictureAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        RunAsync(() => EmbedPicture(file.Span), cancellationToken);

    public void Dispose() => _cores.Dispose();

    private float[] EmbedPicture(ReadOnlySpan<byte> file)
    {
        var batch = model.NewBatch(1);
        batch.Add(decoder.Decode(file, model.DecodeSide));
        return model.EmbedPictures(batch)[0];
    }

    private async Task<float[]> RunAsync(Func<float[]> embed, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);

        // A native run cannot be interrupted: a caller in a hurry stops waiting for it, and the core is free when it ends.
        var run = Task.Run(
            () =>
            {
                try
                {
                    return embed();
                }
                finally
                {
                    _cores.Release();
                }
            },
            CancellationToken.None);
        return await run.WaitAsync(cancellationToken);
    }
}
