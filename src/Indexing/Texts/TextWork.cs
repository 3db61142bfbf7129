using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Texts;

/// <summary>Works on the text generations whose models Ollama has: on the one that serves first, then on the one that is being built.</summary>
internal sealed class TextWork(
    TextGenerations generations, TextSwitch switching, TextIndex index, PendingTexts pending, TextBatch batch, OllamaClient ollama,
    IOptions<OllamaOptions> options, TimeProvider time, ILogger<IndexingWorker> log)
{
    // How long what Ollama said of its models holds: a model that was pulled is found so soon.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly HashSet<int> _owed = [];
    private readonly Dictionary<string, int> _dimensions = new(StringComparer.Ordinal);
    private IReadOnlyList<OllamaModel> _models = [];
    private OllamaException? _withoutWanted;
    private long? _asked;
    private long _notCompletedBefore;

    /// <summary>One step: some texts embedded, or a generation completed.</summary>
    /// <returns>Whether there may be more to do right now.</returns>
    /// <exception cref="OllamaException">Ollama cannot be worked with just now; nothing is lost.</exception>
    public async Task<bool> StepAsync(Patience patience, CancellationToken cancellationToken)
    {
        try
        {
            if (_asked is not { } asked || time.GetElapsedTime(asked) > Fresh)
            {
                await AskAsync(patience, cancellationToken);
            }
        }
        catch
        {
            // What was known of Ollama may not be so any more.
            _asked = null;
            throw;
        }

        var trouble = _withoutWanted;
        var open = await patience.RunAsync(() => generations.OpenAsync(cancellationToken), cancellationToken);
        _owed.IntersectWith(open.Select(static g => g.Id));
        foreach (var generation in open.Where(g => g.IsAmong(_models)))
        {
            try
            {
                if (await EmbedSomeAsync(generation, patience, cancellationToken))
                {
                    return true;
                }
            }
            catch (OllamaException exception)
            {
                // Another one's model may work.
                (_asked, trouble) = (null, exception);
                continue;
            }

            if ((!generation.Indexed || !generation.Serving) && time.GetTimestamp() >= _notCompletedBefore)
            {
                await patience.RunAsync(() => CompleteAsync(generation, cancellationToken), cancellationToken);
            }
        }

        return trouble is null ? false : throw trouble;
    }

    private async Task AskAsync(Patience patience, CancellationToken cancellationToken)
    {
        _models = await ollama.ModelsAsync(cancellationToken);
        _withoutWanted = null;
        var name = options.Value.TextModel;
        if (_models.FirstOrDefault(m => m.IsCalled(name)) is not { } model)
        {
            // Others may be worked on all the same.
            _withoutWanted = new OllamaException(OllamaFault.ModelMissing, $"Ollama does not have the model {name}: run \"ollama pull {name}\" there.");
        }
        else
        {
            await WantAsync(model, patience, cancellationToken);
        }

        _asked = time.GetTimestamp();
    }

    private async Task WantAsync(OllamaModel model, Patience patience, CancellationToken cancellationToken)
    {
        if (!_dimensions.TryGetValue(model.Digest, out var dimension))
        {
            dimension = await ollama.ProbeAsync(model.Name, null, cancellationToken);
            _dimensions[model.Digest] = dimension;
        }

        var identity = TextIdentity.Of(model, dimension, TextPrefixes.Of(options.Value));
        var open = await patience.RunAsync(() => generations.OpenAsync(cancellationToken), cancellationToken);
        var servingIsGone = open is [{ Serving: true } serving, ..] && !serving.IsAmong(_models);
        if (await patience.RunAsync(() => generations.WantAsync(identity, servingIsGone, cancellationToken), cancellationToken))
        {
            log.TextModelWanted(model.Name, dimension);
        }
    }

    private async Task<bool> EmbedSomeAsync(TextGeneration generation, Patience patience, CancellationToken cancellationToken)
    {
        if (!_owed.Contains(generation.Id))
        {
            var owed = await patience.RunAsync(() => generations.OweMissingAsync(generation.Id, cancellationToken), cancellationToken);
            log.WorkingOnTexts(generation.Id, generation.Serving ? "serving" : "building", generation.Identity.Model, owed);
            _owed.Add(generation.Id);
        }

        var claims = await patience.RunAsync(() => pending.ClaimAsync(generation.Id, options.Value.BatchSize, cancellationToken), cancellationToken);
        if (claims.Count == 0)
        {
            return false;
        }

        await batch.RunAsync(generation, claims, patience, cancellationToken);
        return true;
    }

    private async Task CompleteAsync(TextGeneration generation, CancellationToken cancellationToken)
    {
        if (generation.Serving)
        {
            await index.EnsureAsync(generation, cancellationToken);
            return;
        }

        var outcome = await switching.FlipAsync(generation.Id, byHand: false, cancellationToken);
        if (outcome == FlipOutcome.NotIndexed && await index.EnsureAsync(generation, cancellationToken))
        {
            outcome = await switching.FlipAsync(generation.Id, byHand: false, cancellationToken);
        }

        if (outcome == FlipOutcome.Flipped)
        {
            log.TextGenerationFlipped(generation.Id, generation.Identity.Model);
        }
        else if (outcome == FlipOutcome.TooManyFailed)
        {
            log.GenerationHeldBack(generation.Id, generation.Identity.Model);
            _notCompletedBefore = time.GetTimestamp() + (time.TimestampFrequency * 60);
        }
    }
}
