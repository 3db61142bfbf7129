using Photoseek.Embedding.Models;

namespace Photoseek.Search.Queries;

/// <summary>
/// Embeds texts as soon as there is a thread for them. What comes while all are busy waits, and shares the next run: a run
/// reads all the weights whether it is for one text or for eight.
/// </summary>
/// <param name="runs">How many runs at a time.</param>
internal sealed class TextBatches(int runs)
{
    private const int Most = 8;
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private int _running;

    /// <summary>The vectors of texts, in their order. A native run cannot be interrupted: a caller in a hurry stops waiting for it.</summary>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(ModelUse model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var mine = texts.Select(text => new Waiting(model.Share(), text, cancellationToken)).ToList();
        var starts = false;
        lock (_lock)
        {
            _waiting.AddRange(mine);
            if (_running < runs)
            {
                _running++;
                starts = true;
            }
        }

        if (starts)
        {
            _ = Task.Run(Run, CancellationToken.None);
        }

        return await Task.WhenAll(mine.Select(waiting => waiting.Vector.Task.WaitAsync(cancellationToken)));
    }

    private void Run()
    {
        while (Take() is { Count: > 0 } together)
        {
            Embed(together);
        }
    }

    // Those who wait for the same model as the first; nobody's left alone ends the running.
    private List<Waiting> Take()
    {
        List<Waiting> gone;
        List<Waiting> together;
        lock (_lock)
        {
            gone = _waiting.FindAll(static w => w.CancellationToken.IsCancellationRequested);
            _waiting.RemoveAll(gone.Contains);
            together = [.. _waiting.Where(w => w.Model.Model == _waiting[0].Model.Model).Take(Most)];
            _waiting.RemoveAll(together.Contains);
            _running -= together.Count > 0 ? 0 : 1;
        }

        gone.ForEach(static w => w.Model.Dispose());
        return together;
    }

    private static void Embed(List<Waiting> together)
    {
        try
        {
            var vectors = together[0].Model.Model.EmbedTexts([.. together.Select(static w => w.Text)]);
            foreach (var (waiting, vector) in together.Zip(vectors))
            {
                waiting.Vector.TrySetResult(vector);
            }
        }
        catch (Exception) when (together.Count > 1)
        {
            // One that fails must not take the others with it.
            together.ForEach(static waiting => Embed([waiting]));
        }
#pragma warning disable CA1031 // Whatever it is, the one who waits must hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            together[0].Vector.TrySetException(exception);
        }
        finally
        {
            together.ForEach(static waiting => waiting.Model.Dispose());
        }
    }

    private sealed class Waiting(ModelUse model, string text, CancellationToken cancellationToken)
    {
        public ModelUse Model { get; } = model;

        public string Text { get; } = text;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public TaskCompletionSource<float[]> Vector { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
