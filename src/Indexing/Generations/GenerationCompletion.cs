using Microsoft.Extensions.Logging;

namespace Photoseek.Indexing.Generations;

/// <summary>The last steps of a generation that is being built: its index, then its turn to serve.</summary>
internal sealed class GenerationCompletion(GenerationSwitch switching, GenerationIndex index, ILogger<IndexingWorker> log)
{
    /// <summary>Takes the steps that can be taken now. Whoever asks has put all that is missing on the list before.</summary>
    public async Task<FlipOutcome> TryAsync(OpenGeneration generation, CancellationToken cancellationToken)
    {
        var outcome = await switching.FlipAsync(generation.Id, byHand: false, cancellationToken);
        if (outcome == FlipOutcome.NotIndexed)
        {
            log.IndexingGeneration(generation.Id);
            if (!await index.EnsureAsync(generation.Store, cancellationToken))
            {
                return outcome;
            }

            outcome = await switching.FlipAsync(generation.Id, byHand: false, cancellationToken);
        }

        if (outcome == FlipOutcome.Flipped)
        {
            log.GenerationFlipped(generation.Id, generation.Model.Name);
        }
        else if (outcome == FlipOutcome.TooManyFailed)
        {
            log.GenerationHeldBack(generation.Id, generation.Model.Name);
        }

        return outcome;
    }
}
